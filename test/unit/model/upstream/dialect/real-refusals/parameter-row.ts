import type { ModelParameters } from '../../../../../../src/main/model/model.ts';
import type { Sent } from '../strict-service.ts';

/** A service that refuses a parameter, in its own words. */
export interface ParameterRow {
  service: string;
  /** Where its words stand in public. */
  source: string;
  send: ModelParameters;
  /** Whether the service refuses a request. */
  bad: (body: Sent) => boolean;
  status?: number;
  body: unknown;
  /** What the request that it took has of what was sent; undefined: not sent. */
  taken: Record<string, unknown>;
  /** Requests in all; 2 unless said otherwise. */
  requests?: number;
}

/** Whether one of these fields was sent. */
export const has =
  (...fields: string[]) =>
  (body: Sent): boolean =>
    fields.some((field) => body[field] !== undefined);
/** As OpenAI words its errors. */
export const error = (message: string, more: object = {}): object => ({
  error: { message, type: 'invalid_request_error', ...more },
});
/** What a client may ask for. */
export const schema = { type: 'object', properties: { city: { type: 'string' } } };
/** The same, as a form of the answer. */
export const jsonSchema: ModelParameters['response_format'] = {
  type: 'json_schema',
  json_schema: { name: 'answer', schema },
};
