import { knownClients } from '../clients.ts';
import type { LightOpening } from './client.ts';

/** Where the first words of a light request may stand. */
export type LightPlace = LightOpening['place'];

/**
 * The known opening with which a text begins, if any.
 * @param place where the text stands in the request
 */
export function lightOpeningOf(place: LightPlace, text: string): LightOpening | undefined {
  const beginning = text.trimStart().slice(0, longestOpening);
  for (const { lightOpenings = [] } of knownClients) {
    const found = lightOpenings.find(
      (opening) => opening.place === place && opening.words.test(beginning),
    );
    if (found) return found;
  }
  return undefined;
}

/** An opening stands at the beginning, in so many characters. */
const longestOpening = 400;
