namespace NtkGan;

/// <summary>Something that a package needs of the machine, for <c>ntkgan doctor</c>.</summary>
[Family("check")]
public abstract record MachineCheck
{
    /// <summary>What it is, one word.</summary>
    public abstract string Subject { get; }

    /// <summary>What to do where it fails, one sentence.</summary>
    public abstract string Mend { get; }

    /// <summary>Tries it and says what works; any exception is a failure.</summary>
    public abstract string Run();
}
