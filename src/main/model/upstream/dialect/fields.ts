import { isRecord } from '../../../../shared/is-record.ts';
import type { Body } from './body.ts';

/** What no request is without. */
const essential: ReadonlySet<string> = new Set(['model', 'messages', 'input', 'tools', 'stream']);
/** Fields whose own fields a service may refuse one by one. */
const holders: ReadonlySet<string> = new Set(['stream_options', 'reasoning', 'text']);

/**
 * The fields of a body that a service may do without, with the value of each; those one level below
 * the top are dotted. A field comes after those that stand in it.
 */
export function optionalFields(body: Body): [name: string, value: unknown][] {
  return Object.entries(body).flatMap(([name, value]) => {
    if (essential.has(name) || value === undefined) return [];
    const nested =
      holders.has(name) && isRecord(value)
        ? Object.entries(value).map(([inner, each]): [string, unknown] => [
            `${name}.${inner}`,
            each,
          ])
        : [];
    return [...nested, [name, value] as [string, unknown]];
  });
}

/** The value of a field; undefined where it is not sent. */
export function fieldIn(body: Body, field: string): unknown {
  const [outer, inner] = split(field);
  const value = body[outer];
  if (inner === undefined) return value;
  return isRecord(value) ? value[inner] : undefined;
}

/** Sets a field of a body that may be changed. */
export function setField(body: Body, field: string, value: unknown): void {
  const [outer, inner] = split(field);
  if (inner === undefined) body[outer] = value;
  else {
    const holder = body[outer];
    body[outer] = { ...(isRecord(holder) ? holder : {}), [inner]: value };
  }
}

/** Removes a field of a body that may be changed, and what held it if nothing else is in there. */
export function deleteField(body: Body, field: string): void {
  const [outer, inner] = split(field);
  const holder = body[outer];
  if (inner === undefined) delete body[outer];
  else if (isRecord(holder)) {
    const { [inner]: _, ...rest } = holder;
    if (Object.keys(rest).length === 0) delete body[outer];
    else body[outer] = rest;
  }
}

function split(field: string): [outer: string, inner?: string] {
  const dot = field.indexOf('.');
  return dot < 0 ? [field] : [field.slice(0, dot), field.slice(dot + 1)];
}
