using System.CommandLine;

namespace NovaZones.Bench;

/// <summary>Options for whole numbers within bounds.</summary>
internal static class NumberOption
{
    /// <summary>One of them; outside its bounds it is refused with a sentence that names it.</summary>
    public static Option<int> Create(string name, int normal, int min, int max, string description)
    {
        var option = new Option<int>(name) { DefaultValueFactory = _ => normal, Description = description };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < min || value > max))
            {
                result.AddError($"{name} must be {min} to {max}.");
            }
        });
        return option;
    }
}
