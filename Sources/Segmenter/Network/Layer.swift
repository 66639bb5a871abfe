/// One layer: a description with places in memory, no numbers of its own.
///
/// A pass has a preparation, once for the whole batch, and the work, for some images of it: shallow layers are run image
/// by image, deep ones for the whole batch (see `LayerRun`).
protocol Layer {
  /// Brings the weights into the order that `forward` reads. Called when they changed.
  func prepareForward(_ workspace: Workspace)
  /// Computes the values of the layer's output from the values of its sources.
  func forward(_ part: BatchPart)
  /// Brings the weights into the order that `backward` reads.
  func prepareBackward(_ workspace: Workspace)
  /// Sums up the gradients of the layer's parameters over the part, and writes the gradients of its sources as
  /// their `GradientWrite` says.
  func backward(_ part: BatchPart)
  /// Writes the gradients of the layer's parameters from the sums of all parts.
  func finishBackward(_ batch: BatchPart)
  /// The layer's part in the tangent pass: a layer without a backward pass whose `forward` computes the
  /// derivative of this one's output along a direction of the parameters, from stored values and tangents of the sources.
  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer
}

/// A layer of the tangent pass alone.
protocol TangentLayer: Layer {}

extension TangentLayer {
  func backward(_ part: BatchPart) { preconditionFailure("a tangent pass has no backward pass") }
  func tangentLayer(_ tangents: inout TangentMaps, planner: inout NetworkPlanner) -> any Layer { self }
}

/// In place of the tangent of a layer that no parameter has a part in, such as the pooling of an image.
struct ConstantLayer: TangentLayer {
  func forward(_ part: BatchPart) {}
}

extension Layer {
  func prepareForward(_ workspace: Workspace) {}
  func prepareBackward(_ workspace: Workspace) {}
  func finishBackward(_ batch: BatchPart) {}
}

/// A layer and the name of its tensors, as in "encoder.0.conv1".
struct NamedLayer {
  let name: String
  let layer: any Layer
}

/// The tangent of a layer that is linear in one map: what the layer does, done to the map's tangent.
struct LinearTangent: TangentLayer {
  let source: FeatureMap
  let output: FeatureMap
  /// The layer's forward pass, from the values of one map to those of another.
  let apply: (_ part: BatchPart, _ from: UnsafeMutablePointer<Float>, _ to: UnsafeMutablePointer<Float>) -> Void

  func forward(_ part: BatchPart) { apply(part, part.values(source), part.values(output)) }
}
