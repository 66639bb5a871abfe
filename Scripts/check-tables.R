# Reads the tables of "flairscope agreement --tables FOLDER" as they are and computes their numbers again.
folder <- commandArgs(trailingOnly = TRUE)[1]
tables <- lapply(setNames(nm = list.files(folder, "\\.csv$")), function(file) read.csv(file.path(folder, file)))
text <- c("case", "patient", "kind", "reference", "candidate", "measure", "lesions_of", "size_mm3", "region", "rater",
          "simulated", "disagrees_with_everyone")
for (name in names(tables)) {
  table <- tables[[name]]
  if (nrow(table) == 0) next
  for (column in setdiff(names(table), text)) {
    if (!is.numeric(table[[column]]) && !all(is.na(table[[column]]))) stop(name, ": ", column, " is not numeric")
  }
}
checks <- 0
same <- function(found, expected, what) {
  found <- as.numeric(found)
  expected <- as.numeric(expected)
  if (is.na(found) != is.na(expected) || (!is.na(found) && abs(found - expected) > 1e-9 * max(1, abs(expected)))) {
    stop(what, ": ", found, " in the table, ", expected, " by R")
  }
  checks <<- checks + 1
}
cases <- tables[["cases.csv"]]
wide <- reshape(tables[["case_volumes.csv"]][c("case", "rater", "volume_ml")], idvar = "case", timevar = "rater",
                direction = "wide")
regions <- tables[["regions.csv"]]
hasPsych <- requireNamespace("psych", quietly = TRUE)
for (row in seq_len(nrow(tables[["study.csv"]]))) {
  one <- tables[["study.csv"]][row, ]
  values <- cases[cases$kind == one$kind & cases$reference == one$reference & cases$candidate == one$candidate, one$measure]
  known <- values[!is.na(values)]
  same(one$cases, length(known), one$measure)
  same(one$omitted, sum(is.na(values)), one$measure)
  same(one$mean, if (length(known)) mean(known) else NA, one$measure)
  same(one$sd, if (length(known) > 1) sd(known) else NA, one$measure)
  same(one$median, if (length(known)) median(known) else NA, one$measure)
}
for (row in which(tables[["volumes.csv"]]$kind == "pair")) {
  one <- tables[["volumes.csv"]][row, ]
  a <- wide[[paste0("volume_ml.", one$reference)]]
  b <- wide[[paste0("volume_ml.", one$candidate)]]
  kept <- !is.na(a) & !is.na(b)
  a <- a[kept]
  b <- b[kept]
  difference <- b - a
  # Of fewer than three cases a fit says nothing, and the table is empty there.
  if (length(difference) < 3) next
  same(one$bias_ml, mean(difference), "bias")
  interval <- t.test(difference)$conf.int
  same(one$bias_lower, interval[1], "bias, lower")
  same(one$bias_upper, interval[2], "bias, upper")
  same(one$limit_lower, mean(difference) - 1.96 * sd(difference), "limit, lower")
  same(one$limit_upper, mean(difference) + 1.96 * sd(difference), "limit, upper")
  fit <- summary(lm(difference ~ I((a + b) / 2)))$coefficients
  same(one$intercept, fit[1, 1], "intercept")
  same(one$gradient, fit[2, 1], "gradient")
  same(one$gradient_p, fit[2, 4], "p")
  # Lin (1989), with n in the denominator.
  n <- length(a)
  covariance <- cov(a, b) * (n - 1) / n
  same(one$concordance,
       2 * covariance / (var(a) * (n - 1) / n + var(b) * (n - 1) / n + (mean(a) - mean(b))^2), "concordance")
  if (hasPsych) {
    icc <- psych::ICC(cbind(a, b), lmer = FALSE)$results
    for (type in c("ICC2", "ICC3")) {
      column <- sub("ICC(.)", "icc_\\1_1", type)
      found <- icc[icc$type == type, ]
      same(one[[column]], found$ICC, column)
      same(one[[paste0(column, "_lower")]], found[["lower bound"]], paste0(column, "_lower"))
      same(one[[paste0(column, "_upper")]], found[["upper bound"]], paste0(column, "_upper"))
    }
  }
}
for (row in seq_len(nrow(tables[["detection.csv"]]))) {
  one <- tables[["detection.csv"]][row, ]
  marks <- regions[c(paste0("marked_", one$reference), paste0("marked_", one$candidate))]
  marks <- marks[complete.cases(marks), ]
  same(one$both, sum(marks[[1]] == 1 & marks[[2]] == 1), "both")
  same(one$neither, sum(marks[[1]] == 0 & marks[[2]] == 0), "neither")
  if (hasPsych && !is.na(one$kappa)) same(one$kappa, psych::cohen.kappa(as.matrix(marks))$kappa, "kappa")
}
cat("test-tables: R", as.character(getRversion()), "read", length(tables), "tables and computed", checks, "numbers again",
    if (hasPsych) paste("with psych", packageVersion("psych")) else "without psych", "\n")
