/// A quadrature's nodes as rows of vectors; the last is padded with nodes of weight 0.
struct NodeGrid: Sendable {
  /// Padding included.
  let theta: [NodeVector]
  let nodeCount: Int

  /// Vectors a row.
  var lanes: Int { theta.count }

  init(_ quadrature: Quadrature) {
    let nodes = quadrature.nodes
    nodeCount = nodes.count
    theta = stride(from: 0, to: nodes.count, by: NodeVector.scalarCount).map { first in
      var lane = NodeVector.zero
      for index in first..<min(first + NodeVector.scalarCount, nodes.count) { lane[index - first] = nodes[index] }
      return lane
    }
  }
}
