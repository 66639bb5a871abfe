internal import Foundation

/// 1 / (1 + exp(-z)); for large |z| the exponential saturates and the quotient is 0 or 1.
func sigmoid(_ z: Float) -> Float { 1 / (1 + exp(-z)) }
