internal import CNCurses

/// What a crash does beyond its report.
package enum CrashReport {
  /// From now on a crash prints its report and ends; on a terminal Swift's runtime would wait for a key. To be called
  /// first of all.
  package static func waitsForNoKey() { nc_answer_crash_questions() }
}
