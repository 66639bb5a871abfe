public import ArgumentParser
public import Segmenter

/// Numbers of the methods in which networks teach each other.
struct TeachingArguments: ParsableArguments {
  @Option(help: "Predictions that pnt, int, pint and ua-mt ask of their teacher in a step.")
  var teacherSamples = 4
  @Option(
    help: "How far pnt, int and pint believe a label where the teacher is uncertain by u: exp(-u), or 1 - u / ln 2.")
  var trust = LabelTrust.exponential
  @Option(help: "Where int and pint look how uncertain a slice is: around its lesions, or all over it.")
  var trustRegion = TrustRegion.lesions
  @Option(help: "Share of the pixels that co-teaching and tri-network learn from in the end.")
  var keptShare = 0.8
  @Option(
    help: "From which pixels these are chosen: from lesion and background apart, or from all at once, as published.")
  var keptFrom = SelectionPool.byLabel
  @Option(help: "Epochs over which what these methods do comes in; --epochs by default, 40 when there are none.")
  var rampEpochs: Int?

  var teacher: TeacherSettings { TeacherSettings(samples: teacherSamples, trust: trust, region: trustRegion) }
  var smallLoss: SmallLossSettings { SmallLossSettings(keptShare: keptShare, pool: keptFrom) }
}

extension LabelTrust: ExpressibleByArgument {}
extension TrustRegion: ExpressibleByArgument {}
extension SelectionPool: ExpressibleByArgument {}
