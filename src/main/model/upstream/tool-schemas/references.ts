import { isObject, type Schema } from './json-schema.ts';

/** Follows `$ref`, `$dynamicRef` and `$recursiveRef` within one schema. */
export interface References {
  /** What a reference leads to; undefined where that is outside of the schema or not there. */
  resolve(reference: string): unknown;
}

/** The references of a whole schema: JSON pointers, and the names of `$anchor`, `$dynamicAnchor`, `$id` and `id`. */
export function referencesIn(root: unknown): References {
  let named: Map<string, unknown> | undefined;
  return {
    resolve(reference) {
      if (reference === '#' || reference === '') return root;
      if (reference.startsWith('#/')) return atPointer(root, reference.slice(2));
      named ??= namesIn(root);
      return named.get(reference) ?? named.get(reference.replace(/^#/, ''));
    },
  };
}

function atPointer(root: unknown, pointer: string): unknown {
  let at: unknown = root;
  for (const step of pointer.split('/')) {
    const key = decoded(step).replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(at)) at = (at as unknown[])[Number(key)];
    else if (isObject(at) && Object.hasOwn(at, key)) at = at[key];
    else return undefined;
  }
  return at;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    // A bare % that stands for itself.
    return step;
  }
}

function namesIn(root: unknown): Map<string, unknown> {
  const names = new Map<string, unknown>();
  const pending: unknown[] = [root];
  const seen = new Set<unknown>();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    pending.push(...Object.values(node));
    if (!isObject(node)) continue;
    for (const key of ['$anchor', '$dynamicAnchor', '$id', 'id']) {
      const name = (node as Schema)[key];
      if (typeof name === 'string' && !names.has(name)) names.set(name, node);
    }
  }
  return names;
}
