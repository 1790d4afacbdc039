/** A refusal in the form of the Bot API. */
export class BotApiError extends Error {
  override readonly name = 'BotApiError';
  constructor(
    readonly code: number,
    readonly description: string,
    readonly parameters?: { retry_after?: number; migrate_to_chat_id?: number },
  ) {
    super(description);
  }
}

/** A 400 with its usual beginning. */
export function badRequest(
  description: string,
  parameters?: BotApiError['parameters'],
): BotApiError {
  return new BotApiError(400, `Bad Request: ${description}`, parameters);
}

/** A 403 with its usual beginning. */
export function forbidden(description: string): BotApiError {
  return new BotApiError(403, `Forbidden: ${description}`);
}
