public import ArgumentParser
public import VolumeModel

/// Which definitions of the agreement measures to use; shared by `compare` and `score`.
struct AgreementArguments: ParsableArguments {
  @Option(
    help: """
      Which voxels are neighbours in a lesion: 6 (faces), 18 (and edges) or 26 (and corners). Default: 18, and 6 for the \
      lesion rules msseg and iou, as their authors count.
      """)
  var connectivity: Connectivity?

  @Option(help: "When a lesion counts as found: any-overlap (ISBI 2015), msseg (MSSEG 2016) or iou (Shifts).")
  var lesionRule = LesionRule.anyOverlap

  @Option(help: "The 95th percentile Hausdorff distance: directed (the larger of both ways) or pooled (MedPy).")
  var hd95 = AgreementVariants.Hausdorff95.directed

  @Option(help: "The average symmetric surface distance: pooled, or mean-of-means.")
  var assd = AgreementVariants.SymmetricAverage.pooled

  @Option(
    help: "Surface distances when one of the masks is empty: n/a, or the image's diagonal as a penalty.")
  var emptyDistance = AgreementVariants.MissingDistance.notAvailable

  var usedConnectivity: Connectivity { connectivity ?? lesionRule.usualConnectivity }

  func report(reference: Mask, candidate: Mask, brain: Mask?) -> AgreementReport {
    AgreementReport(
      reference: reference, candidate: candidate, connectivity: usedConnectivity, within: brain,
      variants: variants)
  }

  var variants: AgreementVariants {
    AgreementVariants(
      lesionRule: lesionRule, hausdorff95: hd95, symmetricAverage: assd, missingDistance: emptyDistance)
  }
}

extension Connectivity: ExpressibleByArgument {}
extension LesionRule: ExpressibleByArgument {}
extension GrowthScope: ExpressibleByArgument {}
extension AgreementVariants.Hausdorff95: ExpressibleByArgument {}
extension AgreementVariants.SymmetricAverage: ExpressibleByArgument {}
extension AgreementVariants.MissingDistance: ExpressibleByArgument {}
/// Which background voxels STAPLE counts.
enum STAPLEDomain: String, ExpressibleByArgument, CaseIterable {
  case volume
  case box
}

extension FusionMethod: ExpressibleByArgument {}
