using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using NtkGan.Data.Files;
using NtkGan.Experiments.Stability;
using NtkGan.Numerics;
using NtkGan.Stability;

namespace NtkGan.Lab;

/// <summary>Answers one request of a page: JSON in, JSON out, and a sentence where it is wrong.</summary>
/// <param name="context">The request.</param>
/// <param name="settings">Puts experiments together.</param>
/// <param name="files">The files that may be read.</param>
internal sealed class Requests(HttpContext context, LabSettings settings, LabFolder files)
{
    private const int MostPoints = 5000;

    /// <summary>Answers.</summary>
    /// <param name="path">What is asked, the token removed.</param>
    /// <param name="sessionOf">Finds sessions.</param>
    public async Task Answer(string path, Func<string, Session?> sessionOf)
    {
        try
        {
            if (HttpMethods.IsGet(context.Request.Method) && path == "catalog") await Say(LabCatalog.Of(files), LabJson.Default.CatalogMessage);
            else if (!HttpMethods.IsPost(context.Request.Method)) await Refuse(StatusCodes.Status404NotFound, "There is nothing here.");
            else if (!context.Request.HasJsonContentType()) await Refuse(StatusCodes.Status415UnsupportedMediaType, "A request is JSON.");
            else if (path.Split('/') is ["session", var id, _, ..] parts) await Session(sessionOf(id), parts[2..]);
            else await Alone(path);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
        catch (BadHttpRequestException failure)
        {
            await Refuse(failure.StatusCode, failure.StatusCode == StatusCodes.Status413PayloadTooLarge ? "That is too large for the lab." : "The request cannot be read.");
        }
        catch (Exception failure)
        {
            await Refuse(Failure.IsOfInput(failure) ? StatusCodes.Status400BadRequest : StatusCodes.Status500InternalServerError, Failure.SentenceOf(failure));
        }
    }

    private async Task Session(Session? session, string[] asked)
    {
        if (session is null)
        {
            await Refuse(StatusCodes.Status410Gone, "This session has ended: load the page again.");
            return;
        }

        switch (asked)
        {
            case ["open"]:
                var (words, turn) = await Read(LabJson.Default.WordsMessage);
                var composition = settings.Compose(words);
                await Say(await session.Open(() => settings.Start(words), composition.Remarks, turn) with { Settings = LabSettings.Values(composition) }, LabJson.Default.StartMessage);
                break;
            case ["pace"]: await Say(await session.Pace(await Read(LabJson.Default.PaceMessage)), LabJson.Default.DoneMessage); break;
            case [var number, var act] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var work): await Act(session, work, act); break;
            default: throw new UsageException($"A session does not know '{string.Join('/', asked)}'.");
        }
    }

    private async Task Act(Session session, int work, string act)
    {
        if (act == "picture")
        {
            await Say(await session.Picture(work), LabJson.Default.PictureMessage);
            return;
        }

        var done = act switch
        {
            "play" => session.Play(work),
            "pause" => session.Pause(work),
            "step" => session.Step(work),
            "back" => session.Back(work),
            "place" => session.Place(work, await Read(LabJson.Default.PlaceMessage)),
            _ => throw new UsageException($"A session does not know '{act}'."),
        };
        await Say(await done, LabJson.Default.DoneMessage);
    }

    // What needs no session ends when the page that asked goes.
    private async Task Alone(string path)
    {
        switch (path)
        {
            case "export":
                var composition = settings.Compose((await Read(LabJson.Default.WordsMessage)).Words);
                await Say(new(composition.Text, CSharpProgram.Of(composition.Experiment)), LabJson.Default.ExportMessage);
                break;
            case "predict":
                var predicted = settings.Game((await Read(LabJson.Default.WordsMessage)).Words);
                await Say(await Work(() => StabilityReport.Of("", StabilityPrediction.Of(predicted.Games()[0].Configuration))), LabJson.Default.StabilityReport);
                break;
            case "atlas":
                var game = settings.Game((await Read(LabJson.Default.WordsMessage)).Words);
                await Say(await Work(() => LabAtlas.Around(game)), LabJson.Default.AtlasMessage);
                break;
            case "table":
                await Say(Points(await Read(LabJson.Default.TableMessage)), LabJson.Default.PointsMessage);
                break;
            default: await Refuse(StatusCodes.Status404NotFound, "There is nothing here."); break;
        }
    }

    private Task<TResult> Work<TResult>(Func<TResult> work) => Task.Run(() =>
    {
        using var cancelled = Workers.Cancel(context.RequestAborted);
        return work();
    });

    // The readers of the library read files, so that a dropped text becomes one for as long as it takes, in a folder that is this user's alone.
    private static PointsMessage Points(TableMessage message)
    {
        if (string.IsNullOrWhiteSpace(message.Text)) throw new UsageException("The dropped file is empty.");
        var folder = Directory.CreateTempSubdirectory("ntkgan-lab-");
        try
        {
            var file = Path.Combine(folder.FullName, "dropped.csv");
            File.WriteAllText(file, message.Text);
            var points = PointFile.Read(file);
            if (points.Rows > MostPoints) throw new UsageException(FormattableString.Invariant($"The dropped file has {points.Rows} rows, and the lab takes {MostPoints}: start it with --folder and choose the file there."));
            return new([.. Enumerable.Range(0, points.Rows).Select(i => points.Row(i).ToArray())]);
        }
        catch (Exception failure) when (failure is InvalidDataFormatException or UsageException)
        {
            throw new InvalidDataFormatException(failure.Message.Replace(folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal), failure);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<TMessage> Read<TMessage>(JsonTypeInfo<TMessage> type) =>
        await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) ?? throw new JsonException();

    private async Task Say<TMessage>(TMessage message, JsonTypeInfo<TMessage> type)
    {
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, message, type, context.RequestAborted);
    }

    private async Task Refuse(int code, string sentence)
    {
        context.Response.StatusCode = code;
        await Say(new(sentence), LabJson.Default.ErrorMessage);
    }
}
