/** What is wrong with a request about tasks, for whoever made it. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  /**
   * @param code `schedule`: it cannot be read, or never comes; `unknown`: no such task; `running`: it
   *   runs already; `many`: there are as many as may be
   */
  constructor(
    readonly code: 'schedule' | 'unknown' | 'running' | 'many',
    message: string,
  ) {
    super(message);
  }
}
