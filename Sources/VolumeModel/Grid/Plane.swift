/// A viewing plane, named by anatomy: its normal is a patient axis, whatever the file's axis order.
public enum Plane: String, Sendable, Hashable, CaseIterable, Codable {
  case axial
  case coronal
  case sagittal

  /// The RAS axis (0 right, 1 anterior, 2 superior) that stepping through slices moves along.
  public var normalWorldAxis: Int {
    switch self {
    case .sagittal: 0
    case .coronal: 1
    case .axial: 2
    }
  }
}
