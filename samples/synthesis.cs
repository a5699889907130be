#:project ../src/NtkGan/NtkGan.csproj

// New rows like those of a table, written as a table again. Run: dotnet run samples/synthesis.cs
using NtkGan.Data;
using NtkGan.Synthesis;

var folder = Directory.CreateTempSubdirectory();
var (path, made) = (Path.Combine(folder.FullName, "people.csv"), Path.Combine(folder.FullName, "made.csv"));
File.WriteAllLines(path, ["height,weight,team", .. Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{150 + i},{45 + i * 2 / 3 + i * 7 % 11},{(i < 30 ? "red" : "blue")}"))]);

var table = new Table(path);
var samples = new Synthesizer { Steps = 60 }.Fit(table).Sample(5);
table.Write(made, samples);
Console.Write(File.ReadAllText(made));
folder.Delete(recursive: true);

// Prints:
// height,weight,team
// 157,54,red
// 202,86,blue
// 172,64,red
// 194,76,blue
// 179,72,blue
