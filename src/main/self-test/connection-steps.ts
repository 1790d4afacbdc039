import { z } from 'zod';
import { SelfTestFailure, errorMessage, parseJson } from './failures.ts';
import { type Answer, type Probe, checkReadable } from './probe.ts';

/**
 * The question a browser asks before it lets a page call.
 * @returns what came back, for the person
 * @throws {SelfTestFailure} naming what the browser would block
 */
export async function checkPreflight(probe: Probe, path: string): Promise<string> {
  const { origin, preflightHeaders } = probe.calls;
  const answer = await probe.preflight(path);
  const body = await answer.text();
  if (answer.status < 200 || answer.status > 299) {
    const said = errorMessage(body) ?? '';
    throw new SelfTestFailure(
      `The browser’s question whether ${origin} may call was answered with ${answer.status}. ${said}`.trim(),
    );
  }
  checkReadable(answer, origin ?? '');
  const allowed = listOf(answer, 'access-control-allow-headers');
  const missing = preflightHeaders.filter(
    // A star does not cover Authorization, by the Fetch standard.
    (name) => !allowed.includes(name) && (name === 'authorization' || !allowed.includes('*')),
  );
  if (missing.length > 0) {
    throw new SelfTestFailure(
      `The browser would block the request: the server does not allow the header${missing.length > 1 ? 's' : ''} ${missing.join(', ')}.`,
    );
  }
  if (answer.headers['access-control-allow-private-network'] !== 'true') {
    throw new SelfTestFailure(
      'Chrome would block the request: the answer lacks Access-Control-Allow-Private-Network.',
    );
  }
  return `${origin} may call, with ${preflightHeaders.length} headers.`;
}

function listOf(answer: Answer, header: string): string[] {
  const value = answer.headers[header];
  const text = Array.isArray(value) ? value.join(',') : (value ?? '');
  return text.split(',').map((each) => each.trim().toLowerCase());
}

const modelList = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      architecture: z.object({ input_modalities: z.array(z.string()) }).optional(),
    }),
  ),
});

/** The first model of the list, which the further steps ask. */
export interface ListedModel {
  id: string;
  /** What it reads (`text`, `image`); undefined where the list does not say. */
  inputModalities: readonly string[] | undefined;
  /** What came back, for the person. */
  detail: string;
}

/**
 * Asks for the list of models.
 * @throws {SelfTestFailure} when the client would show no model
 */
export async function checkModels(probe: Probe, path: string): Promise<ListedModel> {
  const answer = await probe.send('GET', path);
  const list = modelList.safeParse(parseJson(await answer.text()));
  if (!list.success) {
    throw new SelfTestFailure(
      'The answer is JSON, but no list of models: another program may be using the port.',
      { cause: list.error },
    );
  }
  const [first] = list.data.data;
  if (!first) throw new SelfTestFailure('The list of models is empty.');
  return {
    id: first.id,
    inputModalities: first.architecture?.input_modalities,
    detail: `GET ${path}: ${list.data.data.map((model) => model.id).join(', ')}`,
  };
}
