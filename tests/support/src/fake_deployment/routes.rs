//! The routes, each to its handler.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::State;
use axum::http::HeaderName;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, delete, get, post, put};

use crate::fake_deployment::answer::{Answer, Outcome};
use crate::fake_deployment::ask::Ask;
use crate::fake_deployment::auth::{self, Caller};
use crate::fake_deployment::plan::Plan;
use crate::fake_deployment::world::World;
use crate::fake_deployment::{build_info, entitlements, insights, keys, licenses, sign_in, user_list, users};

/// The state, shared by connections and the test that controls it.
pub(super) type Shared = Arc<Mutex<World>>;

/// The state, also after a test failed while it held it.
pub(super) fn locked(shared: &Shared) -> MutexGuard<'_, World> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A handler that anybody may call.
type Open = fn(&mut World, &Ask) -> Outcome;
/// A handler for those who are signed in.
type SignedIn = fn(&mut World, &Caller, &Ask) -> Outcome;
type Method = fn(Handler) -> MethodRouter<Shared>;

#[derive(Clone, Copy)]
enum Handler {
    Open(Open),
    SignedIn(SignedIn),
}

/// The routes of a deployment as planned.
pub(super) fn router(shared: Shared) -> Router {
    let plan = locked(&shared).plan.clone();
    let mut api = Router::new()
        .route("/", on_get(Handler::Open(build_info::root)))
        .route("/buildinfo", on_get(Handler::Open(build_info::build_info)));
    if plan.proxy_of.is_none() {
        api = api.merge(signing_in()).merge(people()).merge(rest(&plan));
    }
    let api = api.fallback(|| async { *Answer::refusal(404, "Route not found.") });
    Router::new()
        // A path that ends behind the prefix belongs to the nested routes only without its last slash.
        .route("/api/v2/", on_get(Handler::Open(build_info::root)))
        .nest("/api/v2", api)
        .route("/healthz", on_get(Handler::Open(build_info::health)))
        .fallback(run(Handler::Open(build_info::page)))
        .with_state(shared)
}

fn signing_in() -> Router<Shared> {
    let routes: [(&str, Method, Handler); 6] = [
        ("/users/first", on_get, Handler::Open(sign_in::first_user)),
        ("/users/first", on_post, Handler::Open(sign_in::create_first_user)),
        ("/users/login", on_post, Handler::Open(sign_in::sign_in)),
        ("/users/authmethods", on_get, Handler::Open(build_info::sign_in_methods)),
        ("/users/logout", on_post, Handler::SignedIn(sign_in::sign_out)),
        ("/authcheck", on_post, Handler::SignedIn(auth::check)),
    ];
    collected(&routes)
}

fn people() -> Router<Shared> {
    let routes: [(&str, Method, SignedIn); 14] = [
        ("/users", on_get, user_list::users),
        ("/users", on_post, users::create),
        ("/users/{user}", on_get, users::user),
        ("/users/{user}/roles", on_get, users::roles),
        ("/users/{user}/roles", on_put, users::set_roles),
        ("/users/{user}/organizations", on_get, users::organizations),
        ("/users/{user}/status/suspend", on_put, users::suspend),
        ("/users/{user}/status/activate", on_put, users::activate),
        ("/users/{user}/keys", on_post, keys::create_session),
        ("/users/{user}/keys/tokens", on_get, keys::tokens),
        ("/users/{user}/keys/tokens", on_post, keys::create_token),
        ("/users/{user}/keys/tokens/tokenconfig", on_get, keys::token_config),
        ("/users/{user}/keys/{key}", on_get, keys::key),
        ("/users/{user}/keys/{key}", on_delete, keys::erase),
    ];
    collected(&routes.map(|(path, method, handler)| (path, method, Handler::SignedIn(handler))))
}

fn rest(plan: &Plan) -> Router<Shared> {
    let routes: [(&str, Method, SignedIn); 7] = [
        ("/licenses", on_get, licenses::list),
        ("/licenses", on_post, licenses::install),
        ("/licenses/{id}", on_delete, licenses::remove),
        ("/licenses/refresh-entitlements", on_post, entitlements::refresh),
        ("/insights/daus", on_get, insights::daily_users),
        ("/experiments", on_get, build_info::experiments),
        ("/deployment/config", on_get, build_info::config),
    ];
    let router = collected(&routes.map(|(path, method, handler)| (path, method, Handler::SignedIn(handler))))
        .route("/entitlements", on_get(Handler::Open(entitlements::entitlements)));
    if plan.has_seat_history() {
        let history = Handler::SignedIn(insights::user_status_counts);
        return router.route("/insights/user-status-counts", on_get(history));
    }
    router
}

fn collected(routes: &[(&str, Method, Handler)]) -> Router<Shared> {
    routes.iter().fold(Router::new(), |router, (path, method, handler)| router.route(path, method(*handler)))
}

fn on_get(handler: Handler) -> MethodRouter<Shared> {
    get(run(handler))
}

fn on_post(handler: Handler) -> MethodRouter<Shared> {
    post(run(handler))
}

fn on_put(handler: Handler) -> MethodRouter<Shared> {
    put(run(handler))
}

fn on_delete(handler: Handler) -> MethodRouter<Shared> {
    delete(run(handler))
}

/// A handler in the form that axum calls.
fn run(
    handler: Handler,
) -> impl Fn(State<Shared>, Ask) -> std::future::Ready<Response> + Clone + Send + Sync + 'static {
    move |State(shared), ask| {
        let mut world = locked(&shared);
        let mut warnings = Vec::new();
        let outcome = match handler {
            Handler::Open(handler) => handler(&mut world, &ask),
            Handler::SignedIn(handler) => auth::caller(&mut world, &ask).and_then(|caller| {
                let outcome = handler(&mut world, &caller, &ask);
                if caller.may("read", "deployment_config") {
                    warnings.extend(world.entitlements.warnings().map(ToOwned::to_owned));
                }
                outcome
            }),
        };
        let mut answer = outcome.unwrap_or_else(|refusal| *refusal);
        for warning in warnings {
            answer = answer.with_header(HeaderName::from_static("x-coder-entitlements-warning"), warning);
        }
        std::future::ready(answer.into_response())
    }
}
