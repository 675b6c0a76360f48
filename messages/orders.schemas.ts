import { z } from 'zod';
import { cardTypes } from '../domain/applications/card-types';
import { feeItems } from '../domain/orders/fee';
import { date, identifier, line } from './core.schemas';

/** Body of `POST /v1/advance-orders` (ORD-1, ADV-1). */
export const placeAdvanceOrder = z.strictObject({
  purchaseOrder: line(50).describe('Your own reference or PO number'),
  level: identifier.describe('The company, group or office that the order is raised at; its funds sit there'),
  billingOffice: identifier.describe('The office that is billed'),
  accountsContact: line(100).describe('Whom to ask about the payment'),
  credits: z.number().max(1_000_000).describe('Whole credits of £250, at least 1'),
  payBy: z.literal('bacs').describe('How it is paid'),
});
/** Body of `POST /v1/advance-orders/{id}/extend` (ADV-3). */
export const extendHold = z.strictObject({
  days: z.number().int().min(1).max(365).describe('The hold ends this many London days from now, at the same clock time'),
  reason: line(500),
});
/** Body of `POST /v1/advance-orders/{id}/cancel` (ADV-3). */
export const cancelHold = z.strictObject({ reason: line(500) });
/** Body of `POST /v1/advance-orders/{id}/decide-received` (ADV-4). */
export const decideReceived = z.strictObject({
  choice: z.enum(['waitForRest', 'acceptAsReceived', 'return']),
  reason: line(500),
});
/** Body of `POST /v1/advance-orders/{id}/allocate` (ADV-4). */
export const allocateReceipts = z.strictObject({
  receipts: z.array(identifier).min(1).max(20).describe('Receipts in suspense'),
  acceptOtherAmount: z.boolean().default(false).describe('All of it becomes funds though it is not what was due'),
  reason: line(500),
});
/** Body of `POST /v1/card-payments` (ADV-1): credits in advance, paid by card at the gateway's page; their funds are usable at once. */
export const newCardPayment = z.strictObject({
  level: identifier.describe('The company, group or office at which the funds will sit'),
  credits: z.int().min(1).max(1_000_000).describe('Whole credits of £250, at least 1'),
});
/** Body of `POST /v1/card-payments/{id}/settle` (ORD-5): what became of another amount than was asked for. */
export const settleCardPayment = z.strictObject({
  how: z.enum(['funds', 'returned']).describe('It became funds, or was given back at the gateway'),
  reason: line(500),
});
/** Body of `POST /v1/fees` (MON-3): what an item costs from 00:00 London of a day to come. */
export const newFee = z.strictObject({
  item: z.enum(feeItems),
  cardType: z.enum(cardTypes).nullable().default(null).describe('Of a card: the one type that it is for; all types without it'),
  product: identifier.nullable().default(null).describe('The one product that it is for; all products without it'),
  net: z.int().min(0).max(100_000_000).describe('Pence without value added tax'),
  vatRate: z.number().min(0).max(100).multipleOf(0.01).describe('Per cent'),
  from: date,
  reason: line(500),
});
