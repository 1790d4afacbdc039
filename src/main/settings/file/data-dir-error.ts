/** The data folder, or a file in it, cannot be made, read or written. */
export class DataDirError extends Error {
  override readonly name = 'DataDirError';
  readonly folder: string;

  /** `action` says what cannot be done: "be written". */
  constructor(folder: string, action: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `The data folder ${folder} cannot ${action}: ${reason}. ` +
        'Choose another with --data-dir or HERMES_DATA_DIR.',
      { cause },
    );
    this.folder = folder;
  }
}
