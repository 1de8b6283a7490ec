/// What a CRT-591 unit's line still has to come.
package typealias CRT591Faults = LineFaults<CRT591FaultKind>
package typealias CRT591PlannedFault = PlannedLineFault<CRT591FaultKind>
package typealias CRT591Occasion = LineOccasion
