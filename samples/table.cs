#:project ../src/NtkGan/NtkGan.csproj

// New rows like those of a small table, and what they are worth. Run: dotnet run samples/table.cs
using NtkGan.Tables;

var folder = Directory.CreateTempSubdirectory();
var (path, made) = (Path.Combine(folder.FullName, "orders.csv"), Path.Combine(folder.FullName, "made.csv"));
File.WriteAllLines(path, ["id,ordered,paid,team", .. Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"{i + 1},{i * 7 % 23 + 5},{i * 5 % 19 + i % 3},{(i % 2 == 0 ? "red" : "blue")}"))]);

var table = RowTable.Read(path, leaveOut: ["id"]);
foreach (var column in table.Columns) Console.WriteLine($"{column.Name}: {column.Description}");
var synthesizer = new TableSynthesizer { Constraints = [TableConstraint.Parse("paid <= 22")], Seed = 7 };
var fitted = synthesizer.Fit(table);
fitted.Sample(100).Write(made);
Console.WriteLine(File.ReadLines(made).Count() - 1 + " rows");
var report = TableReport.Of(synthesizer, table); // report.Verdict says in words what the numbers mean
Console.WriteLine($"copy ratio {(report.Ours.CopyRatio > .5 ? "above" : "below")} 0.5, of real rows drawn again {report.Bootstrap.CopyRatio}");
folder.Delete(recursive: true);

// Prints:
// ordered: whole numbers from 5 to 27
// paid: whole numbers from 0 to 20
// team: 2 categories (blue, red)
// 100 rows
// copy ratio above 0.5, of real rows drawn again 0
