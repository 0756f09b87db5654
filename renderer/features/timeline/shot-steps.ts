/** A cut that lies within the frame on the screen is no other shot. */
const sameSeconds = 0.002;

/** Where the shot before begins: of the one that is shown when its first frame has passed. Null at the first. */
export function previousShot(shotStarts: ArrayLike<number>, seconds: number): number | null {
  let found: number | null = null;
  for (let index = 0; index < shotStarts.length && shotStarts[index]! < seconds - sameSeconds; index += 1) {
    found = shotStarts[index]!;
  }
  return found;
}

/** Where the next shot begins; null in the last. */
export function nextShot(shotStarts: ArrayLike<number>, seconds: number): number | null {
  for (let index = 0; index < shotStarts.length; index += 1) {
    if (shotStarts[index]! > seconds + sameSeconds) {
      return shotStarts[index]!;
    }
  }
  return null;
}
