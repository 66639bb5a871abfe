package import VolumeModel

/// What the lesion list shows, in its order: places among all rows, so that sorting many lesions copies none of them.
package struct ListedLesions: RandomAccessCollection, Sendable {
  let all: [LesionRow]
  let places: [Int]

  package var startIndex: Int { 0 }
  package var endIndex: Int { places.count }
  package subscript(index: Int) -> LesionRow { all[places[index]] }
}
