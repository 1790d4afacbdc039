import type { RunEventPayload } from '../../../shared/run-events.ts';
import type { ModelParameters, ModelRequest } from '../../model/model.ts';

/** Whether a client is going to parse the answer's text. */
export function asksForJson(parameters: ModelParameters): boolean {
  return (parameters.response_format?.type ?? 'text') !== 'text';
}

/** Takes the text of one reply, and at its end whether the reply calls tools. */
export interface AnswerText {
  write: (text: string) => void;
  end: (callsTools: boolean) => void;
}

/**
 * The text of a reply on its way into the run's log.
 *
 * A client that asks for JSON parses all of the answer's text. What a model says before it uses a
 * tool ("Let me look") is no part of that: text that does not begin as JSON waits until it is known
 * what it was, and of a reply that calls tools goes where the thinking goes.
 */
export function answerText(
  { parameters, tools }: Pick<ModelRequest, 'parameters' | 'tools'>,
  emit: (event: RunEventPayload) => void,
): AnswerText {
  const pass = (text: string): void => emit({ type: 'text.delta', text });
  if (!asksForJson(parameters) || tools.length === 0) return { write: pass, end: () => {} };

  let held = '';
  let isJson = false;
  return {
    write(text) {
      if (isJson) return pass(text);
      held += text;
      if (!/^\s*[[{]/.test(held)) return;
      isJson = true;
      pass(held);
      held = '';
    },
    end(callsTools) {
      if (held !== '') emit({ type: callsTools ? 'reasoning.delta' : 'text.delta', text: held });
    },
  };
}
