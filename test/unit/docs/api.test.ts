import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../src/main/server/errors/error-codes.ts';
import { answerSchemas } from '../../../src/main/server/openapi/answer-schemas.ts';
import { componentSchemas } from '../../../src/main/server/openapi/json-schemas.ts';
import { operations } from '../../../src/main/server/openapi/operations.ts';
import { chatBody } from '../../../src/main/server/routes/chat-completions/request.ts';
import { responseRequestBody } from '../../../src/main/server/routes/responses/request/request.ts';
import { environmentVariables } from '../../../src/main/settings/given/environment.ts';
import { helpText, readFlags } from '../../../src/main/settings/given/flags.ts';
import { settingsSchema, settingsSections } from '../../../src/shared/settings.ts';
import { allPages, codeSpansOf, page, rowsOf, sectionOf } from '../../support/markdown.ts';

const { text } = page('docs/api.md');
/** The pages about us; those about clients name the variables of others. */
const ownPages = allPages().filter(({ name }) => !name.startsWith('docs/clients/'));

/** What stands in backticks in the first cells of a section's tables. */
function firstCells(heading: string): string[] {
  return rowsOf(sectionOf(text, heading)).flatMap(([first = '']) => codeSpansOf(first));
}

const flagNames = [...helpText().matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name]) => name!);
const variableNames = [...new Set(environmentVariables.flatMap(([, ...names]) => names))];

describe('docs/api.md', () => {
  it('lists every route, and no other', () => {
    const there = operations.map(({ method, path }) => `${method.toUpperCase()} /v1${path}`);
    expect(firstCells('Routes').sort()).toEqual(there.sort());
  });

  it.each([
    ['Chat completions', chatBody.shape],
    ['Responses', responseRequestBody.shape],
  ])('names every field of a request for %s, and no other', (heading, shape) => {
    expect(firstCells(heading).sort()).toEqual(Object.keys(shape).sort());
  });

  it('has every error with its status and meaning', () => {
    const rows = rowsOf(sectionOf(text, 'Errors')).slice(1);
    const there = Object.entries(errorCodes).map(([code, { status, meaning }]) => [
      String(status),
      `\`${code}\``,
      meaning,
    ]);
    expect(rows).toEqual(there);
  });

  it('names the events of a run in their order', () => {
    const { RunEvent } = componentSchemas(answerSchemas()) as unknown as {
      RunEvent: { properties: { type: { enum: string[] } } };
    };
    const named = codeSpansOf(sectionOf(text, 'Runs')).filter((code) =>
      /^(run|model|text|reasoning|tool|approval)\.[a-z]+$/.test(code),
    );
    expect(named).toEqual(RunEvent.properties.type.enum);
  });

  describe('settings', () => {
    const rows = rowsOf(sectionOf(text, 'Settings'))
      .slice(1)
      .map((cells) => cells.map(codeSpansOf));

    it('has every variable and every flag', () => {
      expect(rows.flatMap(([variables]) => variables).sort()).toEqual(
        [...new Set(variableNames)].sort(),
      );
      expect(rows.flatMap(([, flags]) => flags).sort()).toEqual([...flagNames].sort());
    });

    it('says of each what it sets', () => {
      for (const [variables = [], flags = [], [setting] = []] of rows) {
        for (const name of variables) {
          const path = environmentVariables.find(([, ...names]) => names.includes(name))![0];
          expect(isSetting(path) ? path : undefined, name).toBe(setting);
        }
        for (const flag of flags.filter((name) => !['--help', '--version'].includes(name))) {
          // A value that several flags take; what it sets is all that matters.
          const values = { '--approvals': 'deny', '--confinement': 'off', '--log-level': 'info' };
          const value = (values as Record<string, string>)[flag] ?? '8642';
          const given = flag === '--base-url' ? 'http://localhost' : value;
          const words = flag === '--no-key' ? [flag] : [flag, given];
          const { overrides } = readFlags(words, { homeDir: '/home', cwd: '/' });
          const path = overrides.locked.at(0)?.path ?? '';
          expect(isSetting(path) ? path : undefined, flag).toBe(setting);
        }
      }
    });
  });
});

describe.each(ownPages)('$name', ({ text: own }) => {
  it('names only variables, flags and settings that exist', () => {
    for (const code of codeSpansOf(own)) {
      if (/^(HERMES|API_SERVER|HTTP_SERVER|LLM)_[A-Z_]+$/.test(code)) {
        expect([...variableNames, 'HERMES_KEY']).toContain(code);
      }
      if (/^(server|streaming|model|agent|app)\.[a-z]+[A-Z]?\w*$/.test(code)) {
        expect(isSetting(code) || isRunEvent(code), code).toBe(true);
      }
      const route = /^(GET|POST|DELETE) (?:\/v1)?(\/[^?\s]+)/.exec(code);
      if (route) {
        const [, method, path] = route;
        const known = operations.map((each) => `${each.method.toUpperCase()} ${each.path}`);
        expect(known).toContain(`${method} ${path}`);
      }
    }
  });

  it('gives the defaults that hold', () => {
    const defaults = settingsSchema.parse({}) as Record<string, Record<string, unknown>>;
    for (const [, path, value] of own.matchAll(/`(\w+\.\w+)`[^`(|]{0,40}\((\d[\d,]*)[ )]/g)) {
      const [section = '', field = ''] = path!.split('.');
      expect(defaults[section]?.[field], path).toBe(Number(value!.replaceAll(',', '')));
    }
  });
});

function isSetting(path: string): boolean {
  if (path === 'mcpServers') return true;
  const [section, field = ''] = path.split('.');
  const fields = settingsSections[section as keyof typeof settingsSections];
  return fields !== undefined && field in fields.shape;
}

function isRunEvent(name: string): boolean {
  return name === 'model.started' || name === 'model.finished';
}
