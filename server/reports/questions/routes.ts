import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { MANAGE_TOKEN_HEADER } from '../../contract/photos.ts';
import { Problem } from '../../contract/problem.ts';
import { Answer, Questions } from '../../contract/questions.ts';
import { uuidOr } from '../../http/ids.ts';
import { problem } from '../../http/problem.ts';
import { reportId } from '../routes.ts';
import { cleanText } from '../rules.ts';
import { checkManageToken } from '../store.ts';
import { answerQuestion, listQuestions } from './store.ts';

const errors = { '4xx': Problem, '5xx': Problem };
const headers = Type.Object({
  [MANAGE_TOKEN_HEADER]: Type.Optional(Type.String({ description: 'the answer to the report held it' })),
});
type Headers = Record<string, unknown>;

/** What staff ask who sent a report: read and answered with the manage token, by nobody else. */
export async function questionRoutes(app: App): Promise<void> {
  const { database } = app;

  app.get(
    '/api/reports/:id/questions',
    {
      schema: {
        tags: ['reports'],
        summary: 'What staff ask who sent the report',
        params: Type.Object({ id: Type.String() }),
        querystring: Type.Object({}, { additionalProperties: false }),
        headers,
        response: { 200: Questions, ...errors },
      },
    },
    async (request, reply) => {
      const id = await ownReport(request.params.id, request.headers as Headers);
      reply.header('cache-control', 'no-store');
      return { questions: await listQuestions(database, id) };
    },
  );

  app.put(
    '/api/reports/:id/questions/:question/answer',
    {
      preHandler: app.limitWrites,
      schema: {
        tags: ['reports'],
        summary: 'Answer a question; only staff read it',
        params: Type.Object({ id: Type.String(), question: Type.String() }),
        headers,
        body: Answer,
        response: { 200: Questions, ...errors },
      },
    },
    async (request) => {
      const id = await ownReport(request.params.id, request.headers as Headers);
      const question = uuidOr(request.params.question, 'question_not_found');
      const text = cleanText(request.body.text);
      if (text === null) {
        throw problem('invalid_input', 'the answer is empty', { errors: [{ path: 'text', code: 'too_short' }] });
      }
      await answerQuestion(database, id, question, text);
      return { questions: await listQuestions(database, id) };
    },
  );

  /** The report itself, merged or not: a question was asked of who sent this one. */
  async function ownReport(text: string, given: Headers): Promise<string> {
    const id = reportId(text);
    await checkManageToken(database, id, given[MANAGE_TOKEN_HEADER]);
    return id;
  }
}
