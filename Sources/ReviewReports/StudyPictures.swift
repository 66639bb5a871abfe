package import Pictures
package import TerminalIO
package import VolumeModel

/// Pictures of disagreements: the region on its largest axial slice with the masks of all raters, and the same without.
package struct StudyPictures: Sendable {
  package struct Twin: Sendable {
    package let marked: Raster
    package let plain: Raster
    /// What the colours of the marks stand for.
    package let legend: [Colour]
  }

  /// A colour of the pictures, and what it stands for.
  package struct Colour: Sendable {
    package let name: String
    package let colour: RGB
  }

  /// One for each disagreement; nil where a case has no FLAIR.
  package private(set) var twins: [Twin?]
  /// Why pictures could not be made, a sentence each.
  package private(set) var problems: [String] = []

  private static let size = 288
  /// So many raters have colours of their own.
  private static let mostColours = 3

  /// - Parameter worst: disagreements; each case is read once.
  package init(of worst: [StudyAgreement.Disagreement], theme: Theme, resampleNearest: Bool) {
    twins = [Twin?](repeating: nil, count: worst.count)
    let cases = Dictionary(grouping: worst.indices, by: { worst[$0].inCase.files })
    for (files, places) in cases {
      guard let files, let flair = files.flair else { continue }
      do throws(FileError) {
        let image = try Images.read(flair, form: files.form)
        let layers = Self.layers(try files.masks(resampleNearest: resampleNearest).masks)
        for place in places { twins[place] = Self.twin(of: worst[place].region, image.volume, layers, theme) }
      } catch {
        problems.append("no picture: \(error)")
      }
    }
    problems.sort()
  }

  /// Masks in colours that tell them apart, and what is said of the voxels of several: the masks of up to three raters; of more
  /// what most drew and what fewer did.
  private static func layers(_ masks: [(rater: String, mask: Mask)]) -> (named: [(String, Mask)], several: String) {
    if masks.count > mostColours, let votes = VotePatterns(masks.map(\.mask)) {
      func drawn(by isEnough: (Int) -> Bool) -> Mask {
        votes.mask { isEnough(votes.patterns[$0].nonzeroBitCount) }
      }
      let count = masks.count
      let few = drawn { 2 * $0 <= count || $0 == count }
      return ([("at most half", few), ("most", drawn { 2 * $0 > count })], "all \(count) raters")
    }
    return (masks.map { ($0.rater, $0.mask) }, "several raters")
  }

  private static func twin(
    of region: CaseAgreement.Region, _ image: Volume<Float>, _ layers: (named: [(String, Mask)], several: String),
    _ theme: Theme
  ) -> Twin {
    let tissue = Mask(image, where: { $0 > 0 })
    let window = IntensityWindow.automatic(for: IntensityHistogram(of: image, inside: tissue, bins: 4096))
    let overlays = layers.named.enumerated().map { number, layer in
      DrawnOverlay(
        .mask(layer.1), look: .rater(number), settings: OverlaySettings(isVisible: true, opacity: 0.45, style: .fill))
    }
    func picture(_ overlays: [DrawnOverlay]) -> Raster {
      let scene = SliceScene(
        grid: image.grid, crop: tissue.cropBox, image: image, window: window, overlays: overlays, theme: theme)
      let geometry = scene.geometry(of: .axial)
      return scene.raster(
        plane: .axial, slice: geometry.position(of: region.voxel).slice,
        zoom: geometry.fieldZoom(around: region.box, in: scene.crop), centre: SIMD3<Double>(region.voxel) + 0.5,
        width: size, height: size)
    }
    let legend =
      layers.named.enumerated().map { Colour(name: $1.0, colour: theme[OverlayLook.rater($0).role]) }
      + [Colour(name: layers.several, colour: theme.both)]
    return Twin(marked: picture(overlays), plain: picture([]), legend: legend)
  }
}
