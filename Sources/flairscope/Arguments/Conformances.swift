public import ArgumentParser
public import Segmenter
import ViewerTUI
public import VolumeModel
import Pictures
import TerminalIO

extension SpatialForm.Source: ExpressibleByArgument {}
extension Plane: ExpressibleByArgument {}
extension ColorDepth: ExpressibleByArgument {}
extension PixelProtocol: ExpressibleByArgument {}
extension GraphicsChoice: ExpressibleByArgument {}
extension Viewer.MosaicContent: ExpressibleByArgument {}
extension UndecidedPolicy: ExpressibleByArgument {}
extension NoiseKind: ExpressibleByArgument {}
extension AnnotationNoise.Extent: ExpressibleByArgument {}
extension CornerChoice: ExpressibleByArgument {}
extension SampleSelection: ExpressibleByArgument {}
extension OptimizerSettings.Method: ExpressibleByArgument {}
extension LearningRateSchedule.Shape: ExpressibleByArgument {}

extension GlyphSet: ExpressibleByArgument {
  /// Takes "sextant" as well as "sextants".
  public init?(argument: String) {
    let known = Self.allCases.first { argument == $0.rawValue || argument + "s" == $0.rawValue }
    guard let known else { return nil }
    self = known
  }
}
