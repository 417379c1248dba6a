import type { ServerResponse } from 'node:http';
import { type AnswerListDeps, answerList } from './answer-list.ts';
import { type AnswerWatchDeps, answerWatch } from './answer-watch.ts';
import type { Fault, Question } from './faults.ts';
import { readListOptions } from './list-options.ts';
import { isStatus, sendStatus, sendText, statusOf } from './status.ts';
import type { Timers } from './timers.ts';

export type AnswerDeps = AnswerListDeps & AnswerWatchDeps;

/** Answers a list or a watch, or fails as the fault says. Some faults show only later, in the answer. */
export function answer(deps: AnswerDeps, question: Question, response: ServerResponse, fault: Fault | undefined): void {
  failOr(fault, response, deps.timers, () => {
    const options = readListOptions(question, deps.behaviour);
    if (isStatus(options)) sendStatus(response, options);
    else if (question.verb === 'list') answerList(deps, question, options, response, fault);
    else answerWatch(deps, question, options, response, fault);
  });
}

function failOr(fault: Fault | undefined, response: ServerResponse, timers: Timers, pass: () => void): void {
  switch (fault?.kind) {
    case 'status':
      failWithStatus(fault, response);
      break;
    case 'throttled':
      sendThrottled(response, fault.retryAfter);
      break;
    case 'initializing':
      sendStatus(response, statusOf(429, 'storage is (re)initializing', { retryAfterSeconds: 1 }));
      break;
    case 'starting':
      sendStatus(response, statusOf(503, notInstalled, { retryAfterSeconds: 5 }));
      break;
    case 'text':
      response.end(fault.text);
      break;
    case 'hang':
      break;
    case 'slow':
      response.on('close', timers.after(fault.delay, pass));
      break;
    case 'reset':
      response.socket?.resetAndDestroy();
      break;
    case 'last-answer':
      response.setHeader('connection', 'close');
      pass();
      break;
    default:
      pass();
  }
}

/** notfoundhandler.Handler */
const notInstalled = 'the request has been made before all known HTTP paths have been installed, please try again';

function failWithStatus(fault: Fault & { readonly kind: 'status' }, response: ServerResponse): void {
  const { status, message = 'the test said so', retryAfter } = fault;
  const seconds = Number(retryAfter);
  const isSeconds = Number.isInteger(seconds) && seconds > 0;
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  sendStatus(response, statusOf(status, message, isSeconds ? { retryAfterSeconds: seconds } : undefined));
}

/** tooManyRequests of the filters for priority and fairness: no API object, only a header and a sentence. */
export function sendThrottled(response: ServerResponse, retryAfter = 1): void {
  response.setHeader('retry-after', String(retryAfter));
  sendText(response, 429, 'Too many requests, please try again later.');
}
