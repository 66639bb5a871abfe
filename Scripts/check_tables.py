"""Reads the tables of "flairscope agreement --tables FOLDER" with pandas as they are and computes their numbers again.

    python3 Scripts/check_tables.py FOLDER        needs pandas
"""

import math
import pathlib
import sys

import pandas as pd

TEXT = {"case", "patient", "kind", "reference", "candidate", "measure", "lesions_of", "size_mm3", "region", "rater"}
FLAGS = {"simulated", "disagrees_with_everyone"}
KEYS = ["kind", "reference", "candidate"]

folder = pathlib.Path(sys.argv[1])
tables = {path.stem: pd.read_csv(path) for path in sorted(folder.glob("*.csv"))}
checks = 0


def same(found, expected, what):
    global checks
    checks += 1
    if pd.isna(found) and pd.isna(expected):
        return
    if not math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9):
        sys.exit(f"test-tables: {what}: {found} in the table, {expected} by pandas")


for name, table in tables.items():
    for column in table.columns if len(table) else []:
        if column not in TEXT | FLAGS and not pd.api.types.is_numeric_dtype(table[column]):
            sys.exit(f"test-tables: {name}: {column} is not numeric but {table[column].dtype}")
cases = tables["cases"].set_index(KEYS)
for row in tables["study"].itertuples():
    values = cases.loc[[(row.kind, row.reference, row.candidate)], row.measure]
    same(row.cases, values.count(), row.measure)
    same(row.omitted, values.isna().sum(), row.measure)
    same(row.mean, values.mean(), row.measure)
    same(row.sd, values.std(), row.measure)
    same(row.median, values.median(), row.measure)
counts = tables["case_sizes"].groupby(KEYS + ["lesions_of", "size_mm3"])[["lesions", "found"]].sum()
for row in tables["sizes"].itertuples():
    one = counts.loc[(row.kind, row.reference, row.candidate, row.lesions_of, row.size_mm3)]
    same(row.lesions, one.lesions, "lesions")
    same(row.found, one.found, "found")
    same(row.rate, one.found / one.lesions if one.lesions else float("nan"), "rate")
print(f"test-tables: pandas {pd.__version__} read {len(tables)} tables and computed {checks} numbers again")
