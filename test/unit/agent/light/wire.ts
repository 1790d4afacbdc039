/** A request as far as it tells whether it is light. */
export interface Wire {
  /** Whose it is and what for. */
  name: string;
  system?: string;
  /** The conversation: strings are the person's and the model's in turn, the first the person's. */
  turns: readonly string[];
  streamed?: boolean;
  maxTokens?: number;
  /** Names of the client's own tools. */
  tools?: readonly string[];
  task?: string;
}

/** A conversation as helpers are told of it. */
export const transcript =
  'User: delete the old logs in ./logs\nAssistant: Done, 14 files are gone.';

/** The same as Open WebUI writes it. */
export const history = `<chat_history>
USER: read config.json and run the tests
ASSISTANT: All 12 tests pass.
</chat_history>`;
