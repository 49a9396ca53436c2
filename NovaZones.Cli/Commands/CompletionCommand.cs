using System.CommandLine;

namespace NovaZones.Cli.Commands;

/// <summary><c>nz completion</c>: what a shell needs to complete the command line; the words come from <c>nz</c> itself.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _nz_complete() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(nz "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _nz_complete nz
        """;

    private const string Zsh = """
        #compdef nz
        _nz() {
            local -a words_found
            words_found=("${(@f)$(nz "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a words_found
        }
        compdef _nz nz
        """;

    private const string Fish = """
        complete -f -c nz -a '(nz "[suggest:"(commandline -C)"]" (commandline -cp) 2>/dev/null)'
        """;

    public static Command Create(Surroundings surroundings)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var completion = new Command("completion", "Prints what a shell needs to complete nz, for example: source <(nz completion bash)") { shell };
        completion.SetAction(parsed =>
        {
            surroundings.Out.WriteLine(parsed.GetRequiredValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return ExitCodes.Done;
        });
        return completion;
    }
}
