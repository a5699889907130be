namespace NtkGan.Experiments.Configuration;

/// <summary>One key of a member, for help texts.</summary>
/// <param name="Key">The key.</param>
/// <param name="Default">The default value as it is written, or "required".</param>
/// <param name="Help">The doc comment of the parameter.</param>
public sealed record KeyHelp(string Key, string Default, string Help);

/// <summary>Help on the keys of members.</summary>
public static class RecordHelp
{
    /// <summary>The keys of a member.</summary>
    public static IReadOnlyList<KeyHelp> KeysOf(Member member)
    {
        var written = RecordWriter.Write(member.Description, member.Example());
        return [.. member.Parameters.Select(parameter => new KeyHelp(parameter.Key, parameter.HasDefault ? Short(written[parameter.Key]!) : "required", parameter.Help))];
    }

    /// <summary>A value in a few characters: the bare name of a member, lists in full.</summary>
    private static string Short(Node value) => value switch
    {
        ScalarNode { IsNull: true } => "none",
        ScalarNode scalar => scalar.Text,
        ListNode list => $"[{string.Join(", ", list.Items.Select(Short))}]",
        MappingNode { KindName: { } kind } => kind,
        _ => "...",
    };
}
