using NtkGan.Experiments;

namespace NtkGan.Tests.Experiments;

public sealed class RunNotesTests
{
    // A residual of 45 % at the start says nothing of a result at whose end it is 2 %.
    [Fact]
    public void A_remark_that_repeats_has_the_numbers_of_the_last()
    {
        var notes = new RunNotes();
        for (var step = 0; step <= 50; step += 10) notes.Add(FormattableString.Invariant($"s: a residual of {45.5 - step / 2.0} %."), step);
        Assert.Equal("s: a residual of 20.5 % (6 times, first at step 0; the numbers are those of step 50).", Assert.Single(notes.Texts));
        Assert.Equal("s: a residual of 20.5 % (6 times, first at training 0; the numbers are those of training 50).", Assert.Single(notes.TextsBy("training")));
    }

    [Fact]
    public void A_remark_that_stays_the_same_names_no_further_step()
    {
        var notes = new RunNotes();
        for (var step = 3; step < 8; step++) notes.Add("2 points lie together.", step);
        Assert.Equal("2 points lie together (5 times, first at step 3).", Assert.Single(notes.Texts));
    }

    [Fact]
    public void A_resumed_run_gathers_on()
    {
        var (whole, resumed) = (new RunNotes(), new RunNotes());
        for (var step = 0; step < 6; step++)
        {
            foreach (var notes in new[] { whole, resumed })
            {
                notes.Add(FormattableString.Invariant($"s: {step * step} %."), step);
                notes.Add(FormattableString.Invariant($"e: {10 - step} %."), step);
            }

            resumed.Restore(resumed.Save());
            resumed.Add(FormattableString.Invariant($"s: {step * step} %."), step); // measured again where a run goes on
            Assert.Equal(whole.Texts, resumed.Texts);
            Assert.Equal(whole.Save(), resumed.Save());
        }
    }
}
