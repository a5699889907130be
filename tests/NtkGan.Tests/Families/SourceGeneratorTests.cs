using Microsoft.CodeAnalysis;

namespace NtkGan.Tests.Families;

/// <summary>The source generator on small compilations.</summary>
public class SourceGeneratorTests
{
    private const string Members = """
        using System;
        using NtkGan;
        using NtkGan.Games;
        namespace Mine;

        /// <summary>Colours.</summary>
        public enum Colour { Red, DarkBlue }

        /// <summary>A stone.</summary>
        /// <param name="Weight">In "kg".</param>
        public sealed record Stone(double Weight = 1e-3);

        /// <summary>Things of <see cref="Colour"/>.</summary>
        [Family("thing")]
        public abstract record Thing;

        /// <summary>A box
        /// of things.</summary>
        /// <param name="Colour">Its colour.</param>
        /// <param name="Inner">What is in it.</param>
        /// <param name="Stones">And stones.</param>
        /// <param name="Limit">A bound.</param>
        [Named("chest")]
        public sealed record Box(Colour Colour = Colour.DarkBlue, Thing? Inner = null, ValueList<Stone>? Stones = null, [MayBeInfinite] double? Limit = double.PositiveInfinity) : Thing
        {
            public ValueList<Stone> Stones { get; } = Stones ?? [];
        }

        public sealed record Odd(Func<int> Number) : Thing;
        public sealed record Mute(int Number) : Thing { private int Number { get; } = Number; }
        internal sealed record Hidden : Thing;
        public sealed record Generic<T> : Thing;
        public abstract record Half : Thing;
        public static class Outer { public sealed record Whole : Half; }
        """;

    private static readonly Compiled Small = new("Small-One", Members);

    [Fact]
    public void What_is_written_compiles() => Assert.Empty(Small.Compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Location.SourceTree?.FilePath != "Mine.cs"));

    [Theory]
    [InlineData("new(\"thing\", typeof(global::Mine.Thing))")]
    [InlineData("new global::NtkGan.RecordDescription(typeof(global::Mine.Box), \"chest\", \"A box of things.\"")]
    [InlineData("new(\"Colour\", new global::NtkGan.ChoiceKind<global::Mine.Colour>(), \"Its colour.\", static r => ((global::Mine.Box)r).@Colour, false, false, true, (global::Mine.Colour)(1))")]
    [InlineData("new(\"Inner\", new global::NtkGan.FamilyKind(typeof(global::Mine.Thing)), \"What is in it.\", static r => ((global::Mine.Box)r).@Inner, true, false, true, null)")]
    [InlineData("new(\"Stones\", new global::NtkGan.ListKind<global::Mine.Stone>(new global::NtkGan.RecordKind(typeof(global::Mine.Stone), OfMine_Stone))")]
    [InlineData("((global::Mine.Box)r).@Limit, true, true, true, double.PositiveInfinity)")]
    [InlineData("In \\\"kg\\\".")]
    [InlineData("typeof(global::Mine.Outer.Whole)")]
    public void Families_members_and_what_they_hold_are_described(string piece) => Assert.Contains(piece, Small.Written);

    [Theory]
    [InlineData("Mine.Hidden")]
    [InlineData("Mine.Generic")]
    [InlineData("typeof(global::Mine.Half)")]
    [InlineData("Mine.Odd")]
    [InlineData("Mine.Mute")]
    public void What_no_file_can_name_is_left_out(string name) => Assert.DoesNotContain(name, Small.Written);

    [Fact]
    public void The_compiler_says_why_a_member_is_left_out()
    {
        Assert.Equal(["NTKGAN001", "NTKGAN001"], Small.Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Contains("Mine.Mute cannot be named in experiment files: no public property gives its parameter 'Number' back", Small.Diagnostics.Select(diagnostic => diagnostic.GetMessage()));
        Assert.Contains(Small.Diagnostics, diagnostic => diagnostic.GetMessage().StartsWith("Mine.Odd cannot be named in experiment files: its parameter 'Number' is a Func<int>", StringComparison.Ordinal));
        Assert.All(Small.Diagnostics, diagnostic => Assert.Equal("Mine.cs", diagnostic.Location.GetLineSpan().Path));
    }

    [Fact]
    public void An_assembly_without_members_gets_no_code() => Assert.Equal("", new Compiled("None", "public sealed record Nothing;").Written);

    [Fact]
    public void Another_file_leaves_what_was_written_as_it_is()
    {
        var reasons = Small.ReasonsAfter("public sealed record More;");
        Assert.NotEmpty(reasons);
        Assert.All(reasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }
}
