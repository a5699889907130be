"""Writes eight small public tables as CSV, for `dotnet run -c Release --project bench/NtkGan.Benchmarks tables FOLDER`.

    python make.py FOLDER PACKAGE

PACKAGE is the unpacked npm package vega-datasets 2.11.0 (`npm pack vega-datasets@2.11.0 && tar xzf vega-datasets-2.11.0.tgz`: the folder `package`).
Iris, wine and breast cancer are those of the UCI repository (CC BY 4.0), diabetes that of Efron et al. 2004, linnerud that of Tenenhaus 1998, all as
scikit-learn carries them; penguins (Horst, Hill and Gorman 2020, CC0), cars (StatLib, 1983) and seattle (weather of the NOAA, public domain) are
vega-datasets'."""
import csv, json, sys
from sklearn import datasets

folder, package = sys.argv[1:3]


def write(name, heading, rows):
    with open(f"{folder}/{name}.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([word.replace(" ", "_") for word in heading])
        writer.writerows(rows)


def text(value):
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else value


def classes(name, load):
    data = load()
    write(name, [*data.feature_names, "class"], [[*map(text, map(float, row)), data.target_names[kind]] for row, kind in zip(data.data, data.target)])


classes("iris", datasets.load_iris)
classes("wine", datasets.load_wine)
classes("breast_cancer", datasets.load_breast_cancer)
data = datasets.load_diabetes(scaled=False)
write("diabetes", [*data.feature_names, "progression"], [[*map(text, map(float, row)), text(float(y))] for row, y in zip(data.data, data.target)])
data = datasets.load_linnerud()
write("linnerud", [*data.feature_names, *data.target_names], [[*map(text, map(float, row)), *map(text, map(float, y))] for row, y in zip(data.data, data.target)])
rows = json.load(open(f"{package}/data/penguins.json"))
write("penguins", rows[0].keys(), [[text(row[key]) for key in rows[0]] for row in rows])
rows = json.load(open(f"{package}/data/cars.json"))
keys = [key for key in rows[0] if key != "Name"]
write("cars", keys, [[text(row[key]) for key in keys] for row in rows])
rows = list(csv.DictReader(open(f"{package}/data/seattle-weather.csv")))[::4]
write("seattle", rows[0].keys(), [list(row.values()) for row in rows])
