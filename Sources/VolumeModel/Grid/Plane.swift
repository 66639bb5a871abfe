/// A viewing plane, named by anatomy: its normal is a patient axis, whatever the file's axis order.
public enum Plane: String, Sendable, Hashable, CaseIterable, Codable {
  case axial
  case coronal
  case sagittal
}
