using MudBlazor;

namespace NovaZones.Web.Components.Layout;

/// <summary>The console's own look: a deep indigo for what can be acted on, a warm accent, and the reader's own fonts.</summary>
/// <remarks>Text keeps at least 4.5 : 1 in both palettes (WCAG 2.2, 1.4.3), the state colours on a tenth of themselves too. Colour never carries a state alone.</remarks>
internal static class ZoneTheme
{
    private static readonly string[] _fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif"];

    /// <summary>The theme, light and dark.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3f4bc4",
            Secondary = "#b4531a",
            Tertiary = "#0f766e",
            Info = "#195f9e",
            Success = "#166a36",
            Warning = "#8f5200",
            Error = "#b3261e",
            Background = "#f5f6fb",
            BackgroundGray = "#eceef6",
            Surface = "#ffffff",
            AppbarBackground = "#1f2552",
            AppbarText = "#f4f5ff",
            DrawerBackground = "#ffffff",
            DrawerText = "#353a5c",
            DrawerIcon = "#5a6088",
            TextPrimary = "#1b1e36",
            TextSecondary = "#555a78",
            LinesDefault = "#dfe2ee",
            TableLines = "#e6e8f2",
            Divider = "#dfe2ee",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#9aa5ff",
            PrimaryContrastText = "#14183a",
            Secondary = "#f0a36b",
            SecondaryContrastText = "#2b1403",
            Tertiary = "#5cc9bd",
            TertiaryContrastText = "#04221f",
            Info = "#7cbcf5",
            InfoContrastText = "#04192b",
            Success = "#6fcf8c",
            SuccessContrastText = "#05230f",
            Warning = "#f2b457",
            WarningContrastText = "#2a1a00",
            Error = "#ff8f86",
            ErrorContrastText = "#330502",
            Background = "#11142a",
            BackgroundGray = "#0d1022",
            Surface = "#1a1e3a",
            AppbarBackground = "#161a36",
            AppbarText = "#e9ebff",
            DrawerBackground = "#161a36",
            DrawerText = "#c5caea",
            DrawerIcon = "#9aa1cc",
            TextPrimary = "#e9ebff",
            TextSecondary = "#a9afd4",
            ActionDefault = "#b9bfe2",
            LinesDefault = "#2c3157",
            LinesInputs = "#6b72a3",
            TableLines = "#2c3157",
            Divider = "#2c3157",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "10px", DrawerWidthLeft = "228px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = _fonts },
            H4 = new H4Typography { FontFamily = _fonts, FontWeight = "600", FontSize = "1.75rem" },
            H5 = new H5Typography { FontFamily = _fonts, FontWeight = "600", FontSize = "1.35rem" },
            H6 = new H6Typography { FontFamily = _fonts, FontWeight = "600", FontSize = "1.08rem" },
            Button = new ButtonTypography { FontFamily = _fonts, FontWeight = "600", TextTransform = "none", LetterSpacing = "normal" },
        },
    };
}
