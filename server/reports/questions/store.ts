import type { Question } from '../../contract/questions.ts';
import type { Database, Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { problem } from '../../http/problem.ts';

type ById = { reportId: string; id: string };

const insertQuestion = statement<{ reportId: string; userId: number; text: string }, { id: string }>(
  'questions/insert',
);
const selectQuestions = statement<{ reportId: string }, Question>('questions/list');
const lockQuestion = statement<ById, { answer: string | null }>('questions/lock');
const setAnswer = statement<ById & { text: string }>('questions/answer');

/** Stores a question, in the transaction of the change that asks it, and gives its id. */
export async function storeQuestion(sql: Sql, reportId: string, userId: number, text: string): Promise<string> {
  return (await sql.run(insertQuestion, { reportId, userId, text }))[0]!.id;
}

/** The questions of a report that stand, oldest first. */
export function listQuestions(sql: Sql, reportId: string): Promise<Question[]> {
  return sql.run(selectQuestions, { reportId });
}

/** Keeps an answer, once; the same words again are the same answer. Throws question_not_found and answer_given. */
export function answerQuestion(database: Database, reportId: string, id: string, text: string): Promise<void> {
  return database.transact(async (sql) => {
    const [question] = await sql.run(lockQuestion, { reportId, id });
    if (!question) throw problem('question_not_found');
    if (question.answer === text) return;
    if (question.answer !== null) throw problem('answer_given');
    await sql.run(setAnswer, { reportId, id, text });
  });
}
