import { createHash } from 'node:crypto';
import type { Statement } from './database/database.ts';
import type { NewTurn } from './response-store.ts';
import { saidIn } from './search-text.ts';
import { stringifyBeside } from './shared-strings.ts';

/** One more than the latest use. A count, not a time: clocks jump. */
const nextUse = '(SELECT coalesce(max(used), 0) + 1 FROM turns WHERE visible = 1)';

/**
 * The statements that store a turn, to be run in one transaction. Which turn a conversation's next
 * one continues is read in that transaction, so no turn of it is ever lost, whoever else writes.
 */
export function saveStatements(turn: NewTurn): Statement[] {
  const tools = JSON.stringify(turn.tools);
  const digest = createHash('sha256')
    .update(JSON.stringify([turn.instructions, tools]))
    .digest('base64');
  const id = turn.responseId;
  const statements: Statement[] = [
    {
      sql: `INSERT INTO contexts (digest, instructions, tools) VALUES (:digest, :instructions, :tools)
            ON CONFLICT (digest) DO NOTHING`,
      args: { digest, instructions: turn.instructions, tools },
    },
    {
      sql: `UPDATE turns SET used = ${nextUse} WHERE id = :parent`,
      args: { parent: turn.parentId },
    },
    {
      sql: `INSERT INTO turns
              (id, parent, conversation, created_at, used, context, input, messages, response)
            VALUES (
              :id,
              CASE WHEN :conversation IS NULL
                THEN (SELECT turn FROM turns WHERE id = :parent)
                ELSE (SELECT head FROM conversations WHERE name = :conversation) END,
              :conversation, :createdAt, ${nextUse},
              (SELECT context FROM contexts WHERE digest = :digest),
              :input, :messages, :response)
            ON CONFLICT (id) DO UPDATE SET
              parent = CASE WHEN excluded.parent = turn THEN parent ELSE excluded.parent END, used = excluded.used, visible = 1,
              context = excluded.context, input = excluded.input,
              messages = excluded.messages, response = excluded.response`,
      args: {
        id,
        parent: turn.parentId,
        conversation: turn.conversation,
        createdAt: turn.createdAt,
        digest,
        input: JSON.stringify(turn.input),
        messages: JSON.stringify(turn.messages),
        response: stringifyBeside(turn.response, turn.messages),
      },
    },
    {
      sql: `INSERT OR REPLACE INTO said (rowid, user, assistant)
            VALUES ((SELECT turn FROM turns WHERE id = :id), :user, :assistant)`,
      args: { id, ...saidIn(turn) },
    },
  ];
  if (turn.conversation !== null && turn.place === 'head') {
    statements.push({
      sql: `INSERT INTO conversations (name, head)
            VALUES (:conversation, (SELECT turn FROM turns WHERE id = :id))
            ON CONFLICT (name) DO UPDATE SET head = excluded.head`,
      args: { id, conversation: turn.conversation },
    });
  }
  return statements;
}

/**
 * Marks a response as used now, and with it its conversation's latest, so that a conversation never
 * loses its newest turn before its older ones.
 */
export function touchStatement(id: string): Statement {
  return {
    sql: `UPDATE turns SET used = ${nextUse}
          WHERE id = :id OR turn = (
            SELECT head FROM conversations
            WHERE name = (SELECT conversation FROM turns WHERE id = :id))`,
    args: { id },
  };
}

/** A visible response with all that is stored of it. */
export function readStatement(id: string): Statement {
  return {
    sql: `SELECT t.id, p.id AS parent_id, t.conversation, t.created_at,
                 c.instructions, c.tools, t.input, t.messages, t.response
          FROM turns t JOIN contexts c USING (context) LEFT JOIN turns p ON p.turn = t.parent
          WHERE t.id = :id AND t.visible = 1`,
    args: { id },
  };
}

/** The chain that ends with a visible response, oldest first; no row when there is none. */
export function chainStatement(from: { responseId: string } | { conversation: string }): Statement {
  const last =
    'responseId' in from
      ? { where: 'id = :key AND visible = 1', key: from.responseId }
      : {
          where: 'turn = (SELECT head FROM conversations WHERE name = :key)',
          key: from.conversation,
        };
  return {
    sql: `WITH RECURSIVE chain (turn, parent, distance) AS (
            SELECT turn, parent, 0 FROM turns WHERE ${last.where}
            UNION ALL
            SELECT t.turn, t.parent, chain.distance + 1
            FROM chain JOIN turns t ON t.turn = chain.parent)
          SELECT t.id, t.input, t.messages,
                 CASE chain.distance WHEN 0 THEN
                   (SELECT instructions FROM contexts WHERE context = t.context) END AS instructions
          FROM chain JOIN turns t USING (turn) ORDER BY chain.distance DESC`,
    args: { key: last.key },
  };
}

/**
 * All turns of a conversation with all that is stored of them, oldest first. Those out of sight have
 * no response.
 */
export function conversationTurnsStatement(name: string): Statement {
  return {
    sql: `WITH RECURSIVE chain (turn, parent, distance) AS (
            SELECT turn, parent, 0 FROM turns
            WHERE turn = (SELECT head FROM conversations WHERE name = :name)
            UNION ALL
            SELECT t.turn, t.parent, chain.distance + 1
            FROM chain JOIN turns t ON t.turn = chain.parent)
          SELECT t.id, p.id AS parent_id, t.conversation, t.created_at,
                 c.instructions, c.tools, t.input, t.messages, t.response
          FROM chain JOIN turns t USING (turn) JOIN contexts c USING (context)
          LEFT JOIN turns p ON p.turn = t.parent
          ORDER BY chain.distance DESC`,
    args: { name },
  };
}

/** The responses used least, beyond the `kept` ones used last; at most `limit`. */
export function leastUsedStatement(kept: number, limit: number): Statement {
  return {
    sql: `SELECT id FROM turns WHERE visible = 1 ORDER BY used, turn
          LIMIT min(:limit, max(0, (SELECT count(*) FROM turns WHERE visible = 1) - :kept))`,
    args: { kept, limit },
  };
}

/**
 * Takes a response out of sight. A conversation that ended with it ends with the turn before that
 * can be seen, or is gone. Then frees the turn, and all before it that nobody needs any more:
 * neither seen, nor continued by a kept turn, nor among `needed`.
 * @param needed ids of responses that a run under way is going to continue
 */
export function removeStatements(id: string, needed: readonly string[]): Statement[] {
  return [
    {
      sql: 'UPDATE turns SET visible = 0, response = NULL WHERE id = :id',
      args: { id },
    },
    { sql: 'DELETE FROM said WHERE rowid = (SELECT turn FROM turns WHERE id = :id)', args: { id } },
    {
      sql: `INSERT OR REPLACE INTO conversations (name, head)
            SELECT name, seen FROM (
              SELECT c.name, (
                WITH RECURSIVE past (turn, parent, visible, distance) AS (
                  SELECT turn, parent, visible, 0 FROM turns WHERE turn = c.head
                  UNION ALL
                  SELECT t.turn, t.parent, t.visible, past.distance + 1
                  FROM past JOIN turns t ON t.turn = past.parent WHERE past.visible = 0)
                SELECT turn FROM past WHERE visible = 1 ORDER BY distance LIMIT 1) AS seen
              FROM conversations c WHERE c.head = (SELECT turn FROM turns WHERE id = :id))
            WHERE seen IS NOT NULL`,
      args: { id },
    },
    {
      sql: 'DELETE FROM conversations WHERE head = (SELECT turn FROM turns WHERE id = :id)',
      args: { id },
    },
    {
      sql: `WITH RECURSIVE unneeded (turn, parent) AS (
              SELECT turn, parent FROM turns t
              WHERE id = :id AND visible = 0 AND id NOT IN (SELECT value FROM json_each(:needed))
                AND NOT EXISTS (SELECT 1 FROM turns child WHERE child.parent = t.turn)
              UNION ALL
              SELECT t.turn, t.parent FROM unneeded JOIN turns t ON t.turn = unneeded.parent
              WHERE t.visible = 0 AND t.id NOT IN (SELECT value FROM json_each(:needed))
                AND (SELECT count(*) FROM turns child WHERE child.parent = t.turn) = 1)
            DELETE FROM turns WHERE turn IN (SELECT turn FROM unneeded)`,
      args: { id, needed: JSON.stringify(needed) },
    },
  ];
}

/** Deletes the contexts that no turn uses any more. */
export const dropContextsStatement: Statement = {
  sql: `DELETE FROM contexts
        WHERE NOT EXISTS (SELECT 1 FROM turns WHERE turns.context = contexts.context)`,
};

/** Turns that match, best first, by the index or, for scripts without spaces, by looking through all. */
export function searchStatement(terms: string[], indexable: boolean, limit: number): Statement {
  const columns = 't.id, t.conversation, t.created_at, t.input, t.messages';
  if (indexable) {
    return {
      sql: `SELECT ${columns} FROM said JOIN turns t ON t.turn = said.rowid
            WHERE said MATCH :query ORDER BY rank, t.turn DESC LIMIT :limit`,
      args: { query: terms.map((term) => `"${term}"`).join(' '), limit },
    };
  }
  return {
    sql: `SELECT ${columns} FROM turns t
          WHERE visible = 1 AND NOT EXISTS (
            SELECT 1 FROM json_each(:terms) term
            WHERE instr(t.input, term.value) = 0 AND instr(t.messages, term.value) = 0)
          ORDER BY t.turn DESC LIMIT :limit`,
    args: { terms: JSON.stringify(terms), limit },
  };
}
