import type { Role } from '#shared/access.ts'
import type { CreatePlan, PlanSummary } from '#shared/api/plans.ts'
import type { Discipline } from '#shared/disciplines.ts'
import type { PlanContent } from '#shared/plan/content.ts'

/** A REST client of a real server, with the cookie of one signed-in user. */
export class ApiClient {
  readonly url: string
  cookie: string

  constructor(url: string, cookie = '') {
    this.url = url
    this.cookie = cookie
  }

  async request(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { origin: this.url }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
    if (cookies.length > 0) this.cookie = cookies.join('; ')
    return response
  }

  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.request(method, path, body)
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text) as T
  }

  /** Uses a sign-in link, as the page behind it does. */
  async signIn(link: string): Promise<this> {
    await this.json('POST', '/api/sign-in', { token: new URL(link).searchParams.get('token') })
    return this
  }

  async createPlan(body: CreatePlan): Promise<string> {
    return (await this.json<{ id: string }>('POST', '/api/plans', body)).id
  }

  plans(): Promise<{ plans: PlanSummary[] }> {
    return this.json('GET', '/api/plans')
  }

  content(planId: string, minSeq?: number): Promise<PlanContent> {
    return this.json(
      'GET',
      `/api/plans/${planId}/content${minSeq === undefined ? '' : `?minSeq=${minSeq}`}`,
    )
  }

  /** Invites a new user, who accepts: returns their client with its own cookie. */
  async inviteAndJoin(
    planId: string,
    person: { name: string; email: string; role: Role; discipline?: Discipline },
  ): Promise<ApiClient> {
    const { url } = await this.json<{ url: string }>('POST', `/api/plans/${planId}/invites`, {
      role: person.role,
      discipline: person.discipline ?? null,
    })
    const token = new URL(url).searchParams.get('token') ?? ''
    const joined = new ApiClient(this.url)
    await joined.json('POST', `/api/invites/${token}/accept`, {
      name: person.name,
      email: person.email,
    })
    return joined
  }

  /** Links a member to a person of the plan. */
  async linkPerson(planId: string, member: ApiClient, rowId: string): Promise<void> {
    await this.json('PATCH', `/api/plans/${planId}/members/${await member.userId()}/person`, {
      rowId,
    })
  }

  async userId(): Promise<string> {
    return (await this.json<{ id: string }>('GET', '/api/me')).id
  }
}
