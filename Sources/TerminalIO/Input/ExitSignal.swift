/// Why the program is asked to end from outside.
package enum ExitSignal: Int32, Sendable {
  case hangUp = 1
  case interrupt = 2
  case terminate = 15
}
