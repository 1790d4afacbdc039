/** A path leads elsewhere than when the call was judged, to where the call may not go. */
export class PathMovedError extends Error {
  override readonly name = 'PathMovedError';

  constructor(file: string) {
    super(
      `Refused: the path leads to ${file} by now, and that is not what was judged. Call it again to have it judged anew.`,
    );
  }
}
