import type { SeededTenant } from '../../db/seeds/demo';
import type { Component } from '../../domain/catalogue/product';
import type { Product } from './learners';
import { seedProducts, type RegistrationBody } from './registrations';
import type { StoreSystem } from './store';

export const PAPER: Component = { code: 'EX', title: 'Written paper', form: 'paper' };
export const PROJECT: Component = { code: 'NEA', title: 'Project', form: 'controlled' };
let made = 0;

/** A product that books with the registration: a paper and a project, outside windows where nothing else is said; the centre is approved for it. */
export async function seedBookedWith(
  { owner }: Pick<StoreSystem, 'owner'>,
  tenant: Pick<SeededTenant, 'id' | 'centre'>,
  more: { components?: Component[]; hasWindows?: boolean } = {},
): Promise<Product> {
  const { components = [PAPER, PROJECT], hasWindows = false } = more;
  const code = `BOOKED${(made += 1)}`;
  const { [code]: id } = await seedProducts(owner, tenant, [{ code, modes: hasWindows ? ['Paper', 'Online'] : [] }]);
  const columns = { books_on_registration: true, components: JSON.stringify(components) };
  await owner('product_versions')
    .where({ product_id: id })
    .update({ ...columns, has_windows: hasWindows, late_allowed: hasWindows });
  return { id: id!, code };
}

/** When the paper is sat. */
export const sat = (day: string, more = {}) => ({ component: PAPER.code, assessmentOn: day, time: '09:30', ...more });

/** What a confirmation says of a group whose paper is booked with it, on a day. */
export const bookedBody = ({ groups }: RegistrationBody, paperAddress: string, day: string, more: object = {}) => ({
  ...{ group: groups[0]!.id, sittings: [sat(day)], location: 'Sports hall', paperAddress, ...more },
});
