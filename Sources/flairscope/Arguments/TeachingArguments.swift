public import ArgumentParser
public import Segmenter

/// Numbers of the methods in which networks teach each other.
struct TeachingArguments: ParsableArguments {
  @Option(help: "With pnt, int, pint and ua-mt: predictions of the teacher per step.")
  var teacherSamples = 4
  @Option(
    help:
      "With pnt, int and pint: how far a label is believed where the teacher is uncertain by u. exponential: exp(-u); linear: 1 - u / ln 2."
  )
  var trust = LabelTrust.exponential
  @Option(
    help: "With int and pint: where the uncertainty of a slice is measured, around its lesions or over the whole slice."
  )
  var trustRegion = TrustRegion.lesions
  @Option(help: "The fraction of the pixels that co-teaching and tri-network learn from in the end.")
  var keptFraction = 0.8
  @Option(name: .customLong("kept-share"), help: .hidden)
  var earlierKeptFraction: Double?
  @Option(
    help:
      "How these pixels are chosen: among lesion and background pixels separately, or among all pixels, as published.")
  var keptFrom = SelectionPool.byLabel
  @Option(help: "Epochs over which these methods take effect gradually. Default: --epochs, or 40 without.")
  var rampEpochs: Int?

  var teacher: TeacherSettings { TeacherSettings(samples: teacherSamples, trust: trust, region: trustRegion) }
  var smallLoss: SmallLossSettings {
    SmallLossSettings(keptFraction: earlierKeptFraction ?? keptFraction, pool: keptFrom)
  }
}

extension LabelTrust: ExpressibleByArgument {}
extension TrustRegion: ExpressibleByArgument {}
extension SelectionPool: ExpressibleByArgument {}
