/// Which voxels are neighbours: those that share a face, also an edge, also a corner.
public enum Connectivity: Int, Sendable, Hashable, Codable, CaseIterable {
  case faces = 6
  case edges = 18
  case corners = 26
}
