import { z } from 'zod';
import { parseJson } from './explain.ts';
import type { Probe } from './probe.ts';
import { SelfTestFailure } from './self-test-failure.ts';

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
