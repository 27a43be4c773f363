-- A database of revision 0001 with rows in every table, as pg_dump wrote it: what upgrading starts from.
--
-- PostgreSQL database dump
--

\restrict fixture

-- Dumped from database version 18.4
-- Dumped by pg_dump version 18.4

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: jobs; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA jobs;


--
-- Name: procrastinate_job_event_type; Type: TYPE; Schema: jobs; Owner: -
--

CREATE TYPE jobs.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);


--
-- Name: procrastinate_job_status; Type: TYPE; Schema: jobs; Owner: -
--

CREATE TYPE jobs.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);


--
-- Name: procrastinate_job_to_defer_v1; Type: TYPE; Schema: jobs; Owner: -
--

CREATE TYPE jobs.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);


--
-- Name: procrastinate_cancel_job_v1(bigint, boolean, boolean); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;


--
-- Name: procrastinate_defer_jobs_v1(jobs.procrastinate_job_to_defer_v1[]); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_defer_jobs_v1(jobs jobs.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;


--
-- Name: procrastinate_defer_periodic_job_v2(character varying, character varying, character varying, character varying, integer, character varying, bigint, jsonb); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: procrastinate_jobs; Type: TABLE; Schema: jobs; Owner: -
--

CREATE TABLE jobs.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    lock text,
    queueing_lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status jobs.procrastinate_job_status DEFAULT 'todo'::jobs.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::jobs.procrastinate_job_status) AND (abort_requested = true))))
);


--
-- Name: procrastinate_fetch_job_v2(character varying[], bigint); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS jobs.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;


--
-- Name: procrastinate_finish_job_v1(bigint, jobs.procrastinate_job_status, boolean); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_finish_job_v1(job_id bigint, end_status jobs.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;


--
-- Name: procrastinate_notify_queue_abort_job_v1(); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_notify_queue_job_inserted_v1(); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_prune_stalled_workers_v1(double precision); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;


--
-- Name: procrastinate_register_worker_v1(); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;


--
-- Name: procrastinate_retry_job_v1(bigint, timestamp with time zone, integer, character varying, character varying); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;


--
-- Name: procrastinate_retry_job_v2(bigint, timestamp with time zone, integer, character varying, character varying); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;


--
-- Name: procrastinate_trigger_abort_requested_events_procedure_v1(); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;


--
-- Name: procrastinate_trigger_function_scheduled_events_v1(); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_trigger_function_status_events_insert_v1(); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_trigger_function_status_events_update_v1(); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;


--
-- Name: procrastinate_unlink_periodic_defers_v1(); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;


--
-- Name: procrastinate_unregister_worker_v1(bigint); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;


--
-- Name: procrastinate_update_heartbeat_v1(bigint); Type: FUNCTION; Schema: jobs; Owner: -
--

CREATE FUNCTION jobs.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;


--
-- Name: search_query(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_query(value text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select websearch_to_tsquery('pg_catalog.spanish', plain) || websearch_to_tsquery('pg_catalog.portuguese', plain)
      || websearch_to_tsquery('pg_catalog.english', plain)
  from (select translate(lower(value), 'áàâãäéèêëíìîïóòôõöúùûüçñ', 'aaaaaeeeeiiiiooooouuuucn') as plain) as folded
$$;


--
-- Name: search_vector(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.search_vector(value text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
  select to_tsvector('pg_catalog.spanish', plain) || to_tsvector('pg_catalog.portuguese', plain)
      || to_tsvector('pg_catalog.english', plain)
  from (select translate(lower(value), 'áàâãäéèêëíìîïóòôõöúùûüçñ', 'aaaaaeeeeiiiiooooouuuucn') as plain) as folded
$$;


--
-- Name: procrastinate_events; Type: TABLE; Schema: jobs; Owner: -
--

CREATE TABLE jobs.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type jobs.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);


--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE; Schema: jobs; Owner: -
--

CREATE SEQUENCE jobs.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE OWNED BY; Schema: jobs; Owner: -
--

ALTER SEQUENCE jobs.procrastinate_events_id_seq OWNED BY jobs.procrastinate_events.id;


--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE; Schema: jobs; Owner: -
--

CREATE SEQUENCE jobs.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE OWNED BY; Schema: jobs; Owner: -
--

ALTER SEQUENCE jobs.procrastinate_jobs_id_seq OWNED BY jobs.procrastinate_jobs.id;


--
-- Name: procrastinate_periodic_defers; Type: TABLE; Schema: jobs; Owner: -
--

CREATE TABLE jobs.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);


--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE; Schema: jobs; Owner: -
--

CREATE SEQUENCE jobs.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE OWNED BY; Schema: jobs; Owner: -
--

ALTER SEQUENCE jobs.procrastinate_periodic_defers_id_seq OWNED BY jobs.procrastinate_periodic_defers.id;


--
-- Name: procrastinate_workers; Type: TABLE; Schema: jobs; Owner: -
--

CREATE TABLE jobs.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: procrastinate_workers_id_seq; Type: SEQUENCE; Schema: jobs; Owner: -
--

ALTER TABLE jobs.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME jobs.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: bookings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.bookings (
    slot_id text NOT NULL,
    record_id text NOT NULL,
    booked_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: confirmations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.confirmations (
    ticket_id uuid NOT NULL,
    id text NOT NULL,
    reply_id uuid,
    tool text NOT NULL,
    arguments jsonb NOT NULL,
    summary text NOT NULL,
    fingerprint text NOT NULL,
    status character varying(32) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    decided_at timestamp with time zone,
    tool_call_id uuid,
    CONSTRAINT ck_confirmations_status CHECK (((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('confirmed'::character varying)::text, ('declined'::character varying)::text])))
);


--
-- Name: handoffs; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.handoffs (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    by character varying(32) NOT NULL,
    reason text NOT NULL,
    summary text NOT NULL,
    agent_id uuid,
    agent_name text,
    requested_at timestamp with time zone DEFAULT now() NOT NULL,
    taken_at timestamp with time zone,
    first_reply_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_as text,
    CONSTRAINT ck_handoffs_by CHECK (((by)::text = ANY (ARRAY[('bot'::character varying)::text, ('customer'::character varying)::text, ('rule'::character varying)::text, ('agent'::character varying)::text])))
);


--
-- Name: messages; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.messages (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    seq bigint NOT NULL,
    author character varying(32) NOT NULL,
    author_id uuid,
    author_name text,
    content text NOT NULL,
    idempotency_key text,
    reply_id uuid,
    items jsonb NOT NULL,
    stopped boolean NOT NULL,
    helpful boolean,
    rating_reason text,
    rated_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    search tsvector GENERATED ALWAYS AS (public.search_vector(content)) STORED NOT NULL,
    CONSTRAINT ck_messages_author CHECK (((author)::text = ANY (ARRAY[('customer'::character varying)::text, ('bot'::character varying)::text, ('agent'::character varying)::text])))
);


--
-- Name: outcomes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outcomes (
    id bigint NOT NULL,
    ticket_id uuid NOT NULL,
    kind character varying(32) NOT NULL,
    source character varying(32) NOT NULL,
    settled_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_outcomes_kind CHECK (((kind)::text = ANY (ARRAY[('confirmed'::character varying)::text, ('assumed'::character varying)::text, ('reopened'::character varying)::text, ('handed_off'::character varying)::text, ('abandoned'::character varying)::text]))),
    CONSTRAINT ck_outcomes_source CHECK (((source)::text = ANY (ARRAY[('customer'::character varying)::text, ('agent'::character varying)::text, ('bot'::character varying)::text, ('rule'::character varying)::text])))
);


--
-- Name: outcomes_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.outcomes ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.outcomes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: password_resets; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.password_resets (
    token_hash text NOT NULL,
    user_id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);


--
-- Name: record_writes; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.record_writes (
    key text NOT NULL,
    customer_id uuid NOT NULL,
    record_id text NOT NULL,
    action text NOT NULL,
    before jsonb,
    after jsonb NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    undone_at timestamp with time zone
);


--
-- Name: records; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.records (
    id text NOT NULL,
    "position" bigint NOT NULL,
    customer_id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    data jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: records_position_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.records ALTER COLUMN "position" ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.records_position_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: refresh_tokens; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.refresh_tokens (
    token_hash text NOT NULL,
    session_id uuid NOT NULL,
    issued_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);


--
-- Name: release_labels; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.release_labels (
    label text NOT NULL,
    release_id text NOT NULL
);


--
-- Name: release_moves; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.release_moves (
    id bigint NOT NULL,
    label text NOT NULL,
    kind character varying(32) NOT NULL,
    from_release text,
    to_release text NOT NULL,
    moved_by uuid,
    reason text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_release_moves_kind CHECK (((kind)::text = ANY (ARRAY[('initial'::character varying)::text, ('promoted'::character varying)::text, ('rolled_back'::character varying)::text])))
);


--
-- Name: release_moves_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.release_moves ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.release_moves_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: releases; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.releases (
    id text NOT NULL,
    bundle jsonb NOT NULL,
    note text NOT NULL,
    created_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: replies; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.replies (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    message_id uuid NOT NULL,
    status character varying(32) NOT NULL,
    attempt integer NOT NULL,
    recoveries integer NOT NULL,
    owner text,
    lease_until timestamp with time zone,
    stop_requested boolean NOT NULL,
    partial text NOT NULL,
    answer_id uuid,
    error_code text,
    release_id text,
    model text,
    calls integer NOT NULL,
    input_tokens integer NOT NULL,
    cached_tokens integer NOT NULL,
    output_tokens integer NOT NULL,
    cost_usd numeric(12,8) NOT NULL,
    notes jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    started_at timestamp with time zone,
    first_token_at timestamp with time zone,
    finished_at timestamp with time zone,
    CONSTRAINT ck_replies_status CHECK (((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('running'::character varying)::text, ('done'::character varying)::text, ('failed'::character varying)::text, ('stopped'::character varying)::text])))
);


--
-- Name: sessions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sessions (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    user_agent text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone,
    revoked_reason text
);


--
-- Name: throttles; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.throttles (
    key text NOT NULL,
    failures integer NOT NULL,
    window_started_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: ticket_events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ticket_events (
    ticket_id uuid NOT NULL,
    seq bigint NOT NULL,
    kind text NOT NULL,
    reply_id uuid,
    data jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);


--
-- Name: ticket_moves; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.ticket_moves (
    id bigint NOT NULL,
    ticket_id uuid NOT NULL,
    from_status character varying(32),
    to_status character varying(32) NOT NULL,
    actor character varying(32) NOT NULL,
    actor_id uuid,
    reason text NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_ticket_moves_actor CHECK (((actor)::text = ANY (ARRAY[('customer'::character varying)::text, ('bot'::character varying)::text, ('agent'::character varying)::text, ('system'::character varying)::text]))),
    CONSTRAINT ck_ticket_moves_from_status CHECK (((from_status)::text = ANY (ARRAY[('open'::character varying)::text, ('in_progress'::character varying)::text, ('waiting_agent'::character varying)::text, ('resolved'::character varying)::text, ('closed'::character varying)::text]))),
    CONSTRAINT ck_ticket_moves_to_status CHECK (((to_status)::text = ANY (ARRAY[('open'::character varying)::text, ('in_progress'::character varying)::text, ('waiting_agent'::character varying)::text, ('resolved'::character varying)::text, ('closed'::character varying)::text])))
);


--
-- Name: ticket_moves_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.ticket_moves ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ticket_moves_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tickets; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tickets (
    id uuid NOT NULL,
    number bigint NOT NULL,
    customer_id uuid NOT NULL,
    title text NOT NULL,
    category text NOT NULL,
    description text NOT NULL,
    status character varying(32) NOT NULL,
    language text NOT NULL,
    channel text NOT NULL,
    agent_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    last_message_at timestamp with time zone,
    resolved_at timestamp with time zone,
    closed_at timestamp with time zone,
    reopened_count integer NOT NULL,
    csat_score integer,
    csat_comment text,
    csat_at timestamp with time zone,
    last_seq bigint NOT NULL,
    idempotency_key text,
    opening_hash text,
    search tsvector GENERATED ALWAYS AS (public.search_vector(((title || ' '::text) || description))) STORED NOT NULL,
    CONSTRAINT ck_tickets_csat_score CHECK (((csat_score >= 1) AND (csat_score <= 5))),
    CONSTRAINT ck_tickets_status CHECK (((status)::text = ANY (ARRAY[('open'::character varying)::text, ('in_progress'::character varying)::text, ('waiting_agent'::character varying)::text, ('resolved'::character varying)::text, ('closed'::character varying)::text])))
);


--
-- Name: tickets_number_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.tickets ALTER COLUMN number ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tickets_number_seq
    START WITH 1001
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tool_calls; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tool_calls (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    reply_id uuid,
    confirmation_id text,
    call_id text NOT NULL,
    tool text NOT NULL,
    arguments jsonb NOT NULL,
    outcome text NOT NULL,
    result jsonb NOT NULL,
    duration_ms double precision NOT NULL,
    writes jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    undone_at timestamp with time zone
);


--
-- Name: users; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.users (
    id uuid NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    password_hash text NOT NULL,
    role character varying(32) NOT NULL,
    language text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT ck_users_role CHECK (((role)::text = ANY (ARRAY[('customer'::character varying)::text, ('agent'::character varying)::text, ('admin'::character varying)::text])))
);


--
-- Name: procrastinate_events id; Type: DEFAULT; Schema: jobs; Owner: -
--

ALTER TABLE ONLY jobs.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('jobs.procrastinate_events_id_seq'::regclass);


--
-- Name: procrastinate_jobs id; Type: DEFAULT; Schema: jobs; Owner: -
--

ALTER TABLE ONLY jobs.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('jobs.procrastinate_jobs_id_seq'::regclass);


--
-- Name: procrastinate_periodic_defers id; Type: DEFAULT; Schema: jobs; Owner: -
--

ALTER TABLE ONLY jobs.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('jobs.procrastinate_periodic_defers_id_seq'::regclass);


--
-- Data for Name: procrastinate_events; Type: TABLE DATA; Schema: jobs; Owner: -
--

COPY jobs.procrastinate_events (id, job_id, type, at) FROM stdin;
13	7	scheduled	2099-01-01 00:00:00+00
14	7	deferred	2026-11-23 15:13:51.353514+00
15	7	scheduled	2099-01-01 00:00:00+00
\.


--
-- Data for Name: procrastinate_jobs; Type: TABLE DATA; Schema: jobs; Owner: -
--

COPY jobs.procrastinate_jobs (id, queue_name, task_name, priority, lock, queueing_lock, args, status, scheduled_at, attempts, abort_requested, worker_id) FROM stdin;
8	default	rescue_jobs	0	\N	\N	{}	succeeded	\N	1	f	\N
7	default	prune	0	\N	\N	{}	todo	2099-01-01 00:00:00+00	0	f	\N
\.


--
-- Data for Name: procrastinate_periodic_defers; Type: TABLE DATA; Schema: jobs; Owner: -
--

COPY jobs.procrastinate_periodic_defers (id, task_name, defer_timestamp, job_id, periodic_id) FROM stdin;
4	close_resolved	1795446420	\N	
3	settle_outcomes	1795446420	\N	
5	rescue_jobs	1795446600	\N	
\.


--
-- Data for Name: procrastinate_workers; Type: TABLE DATA; Schema: jobs; Owner: -
--

COPY jobs.procrastinate_workers (id, last_heartbeat) FROM stdin;
2	2026-11-23 15:13:31.084624+00
\.


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.alembic_version (version_num) FROM stdin;
0001
\.


--
-- Data for Name: bookings; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.bookings (slot_id, record_id, booked_at) FROM stdin;
inspection-20261124-1000-1	inspection-1004	2026-11-23 15:04:39.248081+00
visit-20261125-1730-1	appointment-1008	2026-11-23 15:04:39.248081+00
inspection-20261125-1230-1	inspection-1025	2026-11-23 15:04:39.248081+00
visit-20261124-0930-2	appointment-1031	2026-11-23 15:13:12.747684+00
\.


--
-- Data for Name: confirmations; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.confirmations (ticket_id, id, reply_id, tool, arguments, summary, fingerprint, status, created_at, decided_at, tool_call_id) FROM stdin;
2905d882-f947-438d-af45-d039f3c25fae	65397d3ea4f33377	d346fd9a-3ce1-4cc8-961b-c86226c4136b	get_offer_24h	{"action": "accept", "details": null, "reference": "offer-1016"}	Accept the offer of $162,000 MXN for your Sentra 2017. This is final.	0855e8b76953d0c861a4	confirmed	2026-11-13 08:05:35.267654+00	2026-11-13 08:06:00.267654+00	abe37db4-7fcd-48e3-9d1c-88030a511b2a
\.


--
-- Data for Name: handoffs; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.handoffs (id, ticket_id, by, reason, summary, agent_id, agent_name, requested_at, taken_at, first_reply_at, ended_at, ended_as) FROM stdin;
ea0617ff-7b99-4591-86db-bf20ff63637b	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	bot	customer_request	El cliente escribe: «Quiero hablar con una persona». Se consultó: payout_status, reschedule_inspection, schedule_appointment.	\N	\N	2026-11-23 15:13:13.048047+00	\N	\N	\N	\N
\.


--
-- Data for Name: messages; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.messages (id, ticket_id, seq, author, author_id, author_name, content, idempotency_key, reply_id, items, stopped, helpful, rating_reason, rated_at, created_at) FROM stdin;
8f50b9a3-861b-4353-826e-30e802edb985	6111d757-3cab-4d19-9bb9-f37ad566b7a3	2	customer	49922c6c-e253-4ed7-9873-b62dca5605e7	\N	The utility bill shows as rejected. I want to find out why my proof of address was rejected and what to do.	\N	\N	[]	f	\N	\N	\N	2026-10-30 08:05:31.017654+00
d9d15db2-0b90-4e1c-9d17-5b68e38ae0a4	6111d757-3cab-4d19-9bb9-f37ad566b7a3	6	bot	\N	\N	I am Kavak's virtual assistant, an artificial intelligence.\n\nHello! We rejected proof of address because it is older than three months; the deadline for sending it again is November 26.	\N	f8dd7c7a-370f-4858-b860-b1a0a541fb2c	[{"name": "collect_documents", "type": "function_call", "call_id": "call_5236842a604447fd5f8042c1af535573_0", "arguments": "{\\"reference\\":null,\\"action\\":\\"list\\",\\"document\\":null}"}, {"type": "function_call_output", "output": "{\\"outcome\\": \\"ok\\", \\"summary\\": \\"We rejected proof of address because it is older than three months; the deadline for sending it again is November 26.\\", \\"next_step\\": \\"Upload it again in My account › Documents, complete and without glare; tell me and I will open the upload.\\", \\"data\\": {\\"reference\\": \\"documents-1027\\", \\"state\\": \\"rejected\\", \\"due\\": \\"2026-11-26\\", \\"reason\\": {\\"en\\": \\"it is older than three months\\", \\"es\\": \\"tiene más de tres meses\\", \\"pt\\": \\"tem mais de três meses\\"}, \\"received\\": [\\"identification\\", \\"proof_of_address\\"], \\"rejected\\": [\\"proof_of_address\\"], \\"required\\": [\\"identification\\", \\"proof_of_address\\"]}}", "call_id": "call_5236842a604447fd5f8042c1af535573_0"}]	f	\N	\N	\N	2026-10-30 08:05:35.017654+00
df8ff409-deb0-432f-8b06-3f0227feded8	2905d882-f947-438d-af45-d039f3c25fae	2	customer	164deade-fb57-4071-9837-fa892f987384	\N	The offer for my Sentra 2017 is fine and I want to accept it. I want to accept the offer for my Sentra 2017.	\N	\N	[]	f	\N	\N	\N	2026-11-13 08:05:31.267654+00
819831a8-8652-4121-aff3-c64bad20b672	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	2	customer	fc29926b-5e24-42d2-9884-e04793573617	\N	Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.	\N	\N	[]	f	\N	\N	\N	2026-11-22 11:05:29.267654+00
b3561fd1-b378-45d1-92a9-2a345eb22da9	2905d882-f947-438d-af45-d039f3c25fae	7	bot	\N	\N	I am Kavak's virtual assistant, an artificial intelligence.\n\nHello! Accept the offer of $162,000 MXN for your Sentra 2017. This is final. Nothing has been done yet; to go on, press the confirm button.	\N	d346fd9a-3ce1-4cc8-961b-c86226c4136b	[{"name": "get_offer_24h", "type": "function_call", "call_id": "call_8f3407dcef95b4dc6e1318a3aba36287_0", "arguments": "{\\"reference\\":null,\\"action\\":\\"accept\\",\\"details\\":null}"}, {"type": "function_call_output", "output": "{\\"outcome\\": \\"needs_confirmation\\", \\"summary\\": \\"Accept the offer of $162,000 MXN for your Sentra 2017. This is final.\\", \\"next_step\\": \\"Nothing has been done yet; to go on, press the confirm button.\\", \\"data\\": {\\"reference\\": \\"offer-1016\\", \\"state\\": \\"active\\", \\"item\\": \\"Sentra 2017\\", \\"amount\\": 162000, \\"expires\\": \\"2026-11-24\\"}}", "call_id": "call_8f3407dcef95b4dc6e1318a3aba36287_0"}]	f	\N	\N	\N	2026-11-13 08:05:35.267654+00
710f8a6c-4971-4f9b-9e6d-327731114b48	2905d882-f947-438d-af45-d039f3c25fae	9	bot	\N	\N	Done: you accepted the offer of $162,000 MXN for your Sentra 2017. Now we book the inspection; tell me which day suits you.	\N	\N	[]	f	\N	\N	\N	2026-11-13 08:06:00.267654+00
4f571097-4b5b-4f26-9a67-37d0e542f100	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	6	bot	\N	\N	Soy el asistente virtual de Kavak, una inteligencia artificial.\n\n¡Hola! Gracias por escribir. Te falta entregar comprobante de domicilio y factura del auto; la fecha límite es el 28 de noviembre.	\N	6e001ccb-8c54-4b9e-9cf8-7960453dc908	[{"name": "collect_documents", "type": "function_call", "call_id": "call_fe08704e3a6f8da87892d1e2c1ab788b_0", "arguments": "{\\"reference\\":null,\\"action\\":\\"list\\",\\"document\\":null}"}, {"type": "function_call_output", "output": "{\\"outcome\\": \\"ok\\", \\"summary\\": \\"Te falta entregar comprobante de domicilio y factura del auto; la fecha límite es el 28 de noviembre.\\", \\"next_step\\": \\"Súbelo en Mi cuenta › Documentos antes del 28 de noviembre; dime cuál y abro el espacio.\\", \\"data\\": {\\"reference\\": \\"documents-1007\\", \\"state\\": \\"incomplete\\", \\"due\\": \\"2026-11-28\\", \\"received\\": [\\"identification\\"], \\"required\\": [\\"identification\\", \\"proof_of_address\\", \\"invoice\\"]}}", "call_id": "call_fe08704e3a6f8da87892d1e2c1ab788b_0"}]	f	\N	\N	\N	2026-11-22 11:05:33.267654+00
f904f265-173a-4650-99db-f1f08730212a	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	10	customer	fc29926b-5e24-42d2-9884-e04793573617	\N	Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.	\N	\N	[]	f	\N	\N	\N	2026-11-22 11:49:23.267654+00
e12081fc-7262-46f1-b9a0-02ddf5551fa8	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	14	bot	\N	\N	Te falta entregar comprobante de domicilio y factura del auto; la fecha límite es el 28 de noviembre.	\N	ee38f531-f93b-47a9-89ad-a4845bd114ce	[{"name": "collect_documents", "type": "function_call", "call_id": "call_bfba722c517eb25bd7a8719968c26f96_0", "arguments": "{\\"reference\\":null,\\"action\\":\\"list\\",\\"document\\":null}"}, {"type": "function_call_output", "output": "{\\"outcome\\": \\"ok\\", \\"summary\\": \\"Te falta entregar comprobante de domicilio y factura del auto; la fecha límite es el 28 de noviembre.\\", \\"next_step\\": \\"Súbelo en Mi cuenta › Documentos antes del 28 de noviembre; dime cuál y abro el espacio.\\", \\"data\\": {\\"reference\\": \\"documents-1007\\", \\"state\\": \\"incomplete\\", \\"due\\": \\"2026-11-28\\", \\"received\\": [\\"identification\\"], \\"required\\": [\\"identification\\", \\"proof_of_address\\", \\"invoice\\"]}}", "call_id": "call_bfba722c517eb25bd7a8719968c26f96_0"}]	f	\N	\N	\N	2026-11-22 11:49:27.267654+00
c8fa3361-43ce-45db-9d29-a4b785998b9a	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	2	customer	fc29926b-5e24-42d2-9884-e04793573617	\N	¿Cuándo me pagan?	\N	\N	[]	f	\N	\N	\N	2026-11-23 15:13:11.126232+00
a58acbd3-8a07-44fa-bc8a-6aea67b3720d	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	6	bot	\N	\N	Soy el asistente virtual de Kavak, una inteligencia artificial.\n\n¡Hola! Tu pago de $241,300 MXN por el Jetta 2018 está programado para el 25 de noviembre en tu cuenta terminada en 8842.	\N	568dc94d-8bad-4680-b9b9-fc284662159e	[{"name": "payout_status", "type": "function_call", "call_id": "call_5e4456bdbeb0299c36136f2e37d5a00c_0", "arguments": "{\\"reference\\":null}"}, {"type": "function_call_output", "output": "{\\"outcome\\": \\"ok\\", \\"summary\\": \\"Tu pago de $241,300 MXN por el Jetta 2018 está programado para el 25 de noviembre en tu cuenta terminada en 8842.\\", \\"next_step\\": \\"Si el 25 de noviembre a las 18:00 no lo ves, escríbeme y lo paso a tesorería.\\", \\"data\\": {\\"reference\\": \\"payout-1003\\", \\"state\\": \\"scheduled\\", \\"date\\": \\"2026-11-25\\", \\"item\\": \\"Jetta 2018\\", \\"amount\\": 241300, \\"account\\": \\"8842\\"}}", "call_id": "call_5e4456bdbeb0299c36136f2e37d5a00c_0"}]	f	\N	\N	\N	2026-11-23 15:13:12.398502+00
355faf17-dce4-42f9-91d9-24165a546ce0	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	7	customer	fc29926b-5e24-42d2-9884-e04793573617	\N	Quiero reagendar mi inspección	\N	\N	[]	f	\N	\N	\N	2026-11-23 15:13:12.419031+00
317af265-5b98-49e1-9637-1b256d8dd664	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	10	bot	\N	\N	Puedo mover tu inspección a: martes 24 de noviembre a las 16:00 (Kavak Santa Fe), miércoles 25 de noviembre a las 10:00 (Kavak Santa Fe) y jueves 26 de noviembre a las 10:00 (Kavak Santa Fe).	\N	986b8577-2a2f-4837-8f55-38c3e2258a92	[{"name": "reschedule_inspection", "type": "function_call", "call_id": "call_634bb98a8c39449f7cae5492dbdec957_0", "arguments": "{\\"reference\\":null,\\"slot\\":null,\\"place\\":null,\\"action\\":\\"options\\"}"}, {"type": "function_call_output", "output": "{\\"outcome\\": \\"ok\\", \\"summary\\": \\"Puedo mover tu inspección a: martes 24 de noviembre a las 16:00 (Kavak Santa Fe), miércoles 25 de noviembre a las 10:00 (Kavak Santa Fe) y jueves 26 de noviembre a las 10:00 (Kavak Santa Fe).\\", \\"next_step\\": \\"¿Cuál te queda?\\", \\"data\\": {\\"options\\": [{\\"slot\\": \\"inspection-20261124-1600-1\\", \\"starts_at\\": \\"2026-11-24T16:00\\", \\"place\\": \\"Kavak Santa Fe\\", \\"label\\": \\"martes 24 de noviembre a las 16:00 (Kavak Santa Fe)\\"}, {\\"slot\\": \\"inspection-20261125-1000-1\\", \\"starts_at\\": \\"2026-11-25T10:00\\", \\"place\\": \\"Kavak Santa Fe\\", \\"label\\": \\"miércoles 25 de noviembre a las 10:00 (Kavak Santa Fe)\\"}, {\\"slot\\": \\"inspection-20261126-1000-1\\", \\"starts_at\\": \\"2026-11-26T10:00\\", \\"place\\": \\"Kavak Santa Fe\\", \\"label\\": \\"jueves 26 de noviembre a las 10:00 (Kavak Santa Fe)\\"}]}}", "call_id": "call_634bb98a8c39449f7cae5492dbdec957_0"}]	f	\N	\N	\N	2026-11-23 15:13:12.484381+00
2a2d14e0-d47d-40c9-9e6e-261fab409d32	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	11	customer	fc29926b-5e24-42d2-9884-e04793573617	\N	Necesito otra cita	\N	\N	[]	f	\N	\N	\N	2026-11-23 15:13:12.518021+00
\.


--
-- Data for Name: outcomes; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.outcomes (id, ticket_id, kind, source, settled_at) FROM stdin;
1	6111d757-3cab-4d19-9bb9-f37ad566b7a3	confirmed	customer	2026-10-30 08:07:35.017654+00
9	2905d882-f947-438d-af45-d039f3c25fae	confirmed	customer	2026-11-13 08:08:00.267654+00
17	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	confirmed	customer	2026-11-22 11:07:33.267654+00
18	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	reopened	customer	2026-11-22 11:48:33.267654+00
22	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	handed_off	bot	2026-11-23 15:13:12.974748+00
\.


--
-- Data for Name: password_resets; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.password_resets (token_hash, user_id, expires_at, used_at) FROM stdin;
4b941d847678e85b6d92d51ca1ec86479455b0b948d0db0c718239c2ec49ba24	9b9566da-d0f5-4b2c-9d1a-73f445fbfdb0	2026-11-23 15:43:32.605714+00	\N
3d1f-a-token-hash-of-the-fixture	9b9566da-d0f5-4b2c-9d1a-73f445fbfdb0	2026-11-23 16:00:00+00	\N
\.


--
-- Data for Name: record_writes; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.record_writes (key, customer_id, record_id, action, before, after, at, undone_at) FROM stdin;
e2bbb954-aaee-468f-b172-8925715cd4bf 04411ba0d798ee00099f	164deade-fb57-4071-9837-fa892f987384	claim-1028	create	null	{"id": "claim-1028", "data": {"item_id": "transmission", "description": "The gearbox of my Vento 2019 slips when shifting; yes, please open the claim. I want to open a warranty claim for the gearbox of my Vento 2019.", "contact_date": "2026-11-24"}, "kind": "claim", "slot": null, "state": "open"}	2026-11-23 15:04:39.248081+00	\N
5a39c98a552847f6776e	164deade-fb57-4071-9837-fa892f987384	offer-1016	update	{"id": "offer-1016", "data": {"item": "Sentra 2017", "amount": 162000, "expires": "2026-11-24"}, "kind": "offer", "slot": null, "state": "active"}	{"id": "offer-1016", "data": {"item": "Sentra 2017", "amount": 162000, "expires": "2026-11-24", "accepted_on": "2026-11-23"}, "kind": "offer", "slot": null, "state": "accepted"}	2026-11-23 15:04:39.248081+00	\N
390e73b6-f80a-4126-b642-a1d5981fac27 b1db807ec8b5582e8b51	fc29926b-5e24-42d2-9884-e04793573617	appointment-1031	book	null	{"id": "appointment-1031", "data": {"place": "Kavak Lerma", "topic": "Quiero reagendar mi inspección. Necesito otra cita. Quiero vender mi auto con la oferta de 24 horas", "slot_id": "visit-20261124-0930-2", "starts_at": "2026-11-24T09:30"}, "kind": "appointment", "slot": "visit-20261124-0930-2", "state": "booked"}	2026-11-23 15:13:12.747684+00	\N
\.


--
-- Data for Name: records; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.records (id, "position", customer_id, kind, state, data, created_at, updated_at) FROM stdin;
offer-1001	1001	fc29926b-5e24-42d2-9884-e04793573617	offer	active	{"item": "Jetta 2018", "amount": 245000, "expires": "2026-11-24"}	2026-10-14 15:04:40.835662+00	2026-10-14 15:04:40.835662+00
inspection-1002	1002	fc29926b-5e24-42d2-9884-e04793573617	inspection	in_progress	{"item": "Aveo 2019", "place": "Kavak Lerma", "ready": "2026-11-24"}	2026-10-14 15:04:40.835662+00	2026-10-14 15:04:40.835662+00
payout-1003	1003	fc29926b-5e24-42d2-9884-e04793573617	payout	scheduled	{"date": "2026-11-25", "item": "Jetta 2018", "amount": 241300, "account": "8842"}	2026-10-14 15:04:40.835662+00	2026-10-14 15:04:40.835662+00
inspection-1004	1004	fc29926b-5e24-42d2-9884-e04793573617	inspection	booked	{"item": "Ibiza 2019", "place": "Kavak Santa Fe", "slot_id": "inspection-20261124-1000-1", "starts_at": "2026-11-24T10:00"}	2026-10-14 15:04:40.835662+00	2026-10-14 15:04:40.835662+00
credit-1005	1005	fc29926b-5e24-42d2-9884-e04793573617	credit	preapproved	{"limit": 320000, "price": 280000, "months": 48, "monthly": 6223, "down_payment": 56000}	2026-10-14 15:04:40.835662+00	2026-10-14 15:04:40.835662+00
warranty-1006	1006	fc29926b-5e24-42d2-9884-e04793573617	warranty	active	{"item": "Corolla 2020", "expires": "2027-02-06"}	2026-10-14 15:04:40.835662+00	2026-10-14 15:04:40.835662+00
documents-1007	1007	fc29926b-5e24-42d2-9884-e04793573617	documents	incomplete	{"due": "2026-11-28", "received": ["identification"], "required": ["identification", "proof_of_address", "invoice"]}	2026-10-14 15:04:40.835662+00	2026-10-14 15:04:40.835662+00
appointment-1008	1008	fc29926b-5e24-42d2-9884-e04793573617	appointment	booked	{"place": "Kavak Santa Fe", "topic": "test drive", "slot_id": "visit-20261125-1730-1", "starts_at": "2026-11-25T17:30"}	2026-10-14 15:04:40.835662+00	2026-10-14 15:04:40.835662+00
payout-1017	1017	164deade-fb57-4071-9837-fa892f987384	payout	returned	{"date": "2026-11-22", "item": "Spark 2018", "amount": 131900, "account": "7716"}	2026-10-14 15:04:40.928808+00	2026-10-14 15:04:40.928808+00
warranty-1018	1018	164deade-fb57-4071-9837-fa892f987384	warranty	active	{"item": "Vento 2019", "expires": "2027-01-02"}	2026-10-14 15:04:40.928808+00	2026-10-14 15:04:40.928808+00
inspection-1025	1025	49922c6c-e253-4ed7-9873-b62dca5605e7	inspection	booked	{"item": "Tiida 2016", "place": "Kavak Santa Fe", "slot_id": "inspection-20261125-1230-1", "starts_at": "2026-11-25T12:30"}	2026-10-14 15:04:41.00689+00	2026-10-14 15:04:41.00689+00
credit-1026	1026	49922c6c-e253-4ed7-9873-b62dca5605e7	credit	preapproved	{"limit": 350000, "months": 60}	2026-10-14 15:04:41.00689+00	2026-10-14 15:04:41.00689+00
documents-1027	1027	49922c6c-e253-4ed7-9873-b62dca5605e7	documents	rejected	{"due": "2026-11-26", "reason": {"en": "it is older than three months", "es": "tiene más de tres meses", "pt": "tem mais de três meses"}, "received": ["identification", "proof_of_address"], "rejected": ["proof_of_address"], "required": ["identification", "proof_of_address"]}	2026-10-14 15:04:41.00689+00	2026-10-14 15:04:41.00689+00
claim-1028	1028	164deade-fb57-4071-9837-fa892f987384	claim	open	{"item_id": "transmission", "description": "The gearbox of my Vento 2019 slips when shifting; yes, please open the claim. I want to open a warranty claim for the gearbox of my Vento 2019.", "contact_date": "2026-11-24"}	2026-11-23 15:04:39.248081+00	2026-11-23 15:04:39.248081+00
offer-1016	1016	164deade-fb57-4071-9837-fa892f987384	offer	accepted	{"item": "Sentra 2017", "amount": 162000, "expires": "2026-11-24", "accepted_on": "2026-11-23"}	2026-10-14 15:04:40.928808+00	2026-11-23 15:04:39.248081+00
appointment-1031	1031	fc29926b-5e24-42d2-9884-e04793573617	appointment	booked	{"place": "Kavak Lerma", "topic": "Quiero reagendar mi inspección. Necesito otra cita. Quiero vender mi auto con la oferta de 24 horas", "slot_id": "visit-20261124-0930-2", "starts_at": "2026-11-24T09:30"}	2026-11-23 15:13:12.747684+00	2026-11-23 15:13:12.747684+00
\.


--
-- Data for Name: refresh_tokens; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.refresh_tokens (token_hash, session_id, issued_at, expires_at, used_at) FROM stdin;
0e02fc2bbbec18a2ba8a3dee800870e83629f6ecc0ec6db2c31f9396e4a7edcc	74d8c7d4-7fd4-4498-8bee-79b9336a4978	2026-11-23 15:13:07.766992+00	2026-12-23 15:13:07.766992+00	\N
cf5aa2823c2835364e1828ba36644d6198798b1ae7d5227c53d1a34c9a44ac92	01e1b00a-4538-4ba7-a9c6-e3dc8dd46075	2026-11-23 15:13:10.766984+00	2026-12-23 15:13:10.766984+00	\N
\.


--
-- Data for Name: release_labels; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.release_labels (label, release_id) FROM stdin;
production	5402eb1b6c8a
\.


--
-- Data for Name: release_moves; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.release_moves (id, label, kind, from_release, to_release, moved_by, reason, at) FROM stdin;
1	production	initial	\N	5402eb1b6c8a	\N	the release that the domain kavak ships	2026-11-23 15:04:39.248081+00
\.


--
-- Data for Name: releases; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.releases (id, bundle, note, created_by, created_at) FROM stdin;
5402eb1b6c8a	{"model": "gpt-5-nano-2025-08-07", "tools": ["get_offer_24h", "track_status", "payout_status", "reschedule_inspection", "simulate_credit", "check_warranty", "collect_documents", "schedule_appointment"], "domain": "kavak", "effort": null, "system_prompt": "Eres el asistente virtual de Kavak, una empresa que compra, vende y cuida autos seminuevos en América Latina.\\nAtiendes a clientes por chat. Sé amable y profesional y responde sus dudas sobre la venta de su auto, la compra,\\nel crédito, la garantía y el servicio. Saluda al cliente, agradece su mensaje y mantén un tono cordial.\\nCuida la privacidad de los clientes y, si no sabes algo, dilo con honestidad.", "user_template": "Contexto: {contexto}\\nTono del cliente: {tono}\\nIdioma: {idioma}\\nCanal: {canal}"}	the release that the domain kavak ships	\N	2026-11-23 15:04:39.248081+00
\.


--
-- Data for Name: replies; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.replies (id, ticket_id, message_id, status, attempt, recoveries, owner, lease_until, stop_requested, partial, answer_id, error_code, release_id, model, calls, input_tokens, cached_tokens, output_tokens, cost_usd, notes, created_at, started_at, first_token_at, finished_at) FROM stdin;
568dc94d-8bad-4680-b9b9-fc284662159e	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	c8fa3361-43ce-45db-9d29-a4b785998b9a	done	1	0	\N	\N	f		a58acbd3-8a07-44fa-bc8a-6aea67b3720d	\N	5402eb1b6c8a	offline-rules-1	2	5573	0	38	0.00000000	[]	2026-11-23 15:13:11.126232+00	2026-11-23 15:13:11.111686+00	2026-11-23 15:13:12.372642+00	2026-11-23 15:13:12.401382+00
f8dd7c7a-370f-4858-b860-b1a0a541fb2c	6111d757-3cab-4d19-9bb9-f37ad566b7a3	8f50b9a3-861b-4353-826e-30e802edb985	done	1	0	\N	\N	f		d9d15db2-0b90-4e1c-9d17-5b68e38ae0a4	\N	5402eb1b6c8a	offline-rules-1	2	5659	0	48	0.00000000	[]	2026-10-30 08:05:31.017654+00	2026-10-30 08:05:31.017654+00	2026-10-30 08:05:35.017654+00	2026-10-30 08:05:35.017654+00
986b8577-2a2f-4837-8f55-38c3e2258a92	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	355faf17-dce4-42f9-91d9-24165a546ce0	done	1	0	\N	\N	f		317af265-5b98-49e1-9637-1b256d8dd664	\N	5402eb1b6c8a	offline-rules-1	2	6160	0	69	0.00000000	[]	2026-11-23 15:13:12.419031+00	2026-11-23 15:13:12.413013+00	2026-11-23 15:13:12.475993+00	2026-11-23 15:13:12.491901+00
913799be-fa87-44bc-8062-82c267382cb8	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	2a2d14e0-d47d-40c9-9e6e-261fab409d32	done	1	0	\N	\N	f		96ea19d3-2740-44b9-81cd-8391079fff3a	\N	5402eb1b6c8a	offline-rules-1	2	6874	0	84	0.00000000	[]	2026-11-23 15:13:12.518021+00	2026-11-23 15:13:12.505752+00	2026-11-23 15:13:12.600652+00	2026-11-23 15:13:12.631584+00
d346fd9a-3ce1-4cc8-961b-c86226c4136b	2905d882-f947-438d-af45-d039f3c25fae	df8ff409-deb0-432f-8b06-3f0227feded8	done	1	0	\N	\N	f		b3561fd1-b378-45d1-92a9-2a345eb22da9	\N	5402eb1b6c8a	offline-rules-1	2	5579	0	51	0.00000000	[]	2026-11-13 08:05:31.267654+00	2026-11-13 08:05:31.267654+00	2026-11-13 08:05:35.267654+00	2026-11-13 08:05:35.267654+00
6e001ccb-8c54-4b9e-9cf8-7960453dc908	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	819831a8-8652-4121-aff3-c64bad20b672	done	1	0	\N	\N	f		4f571097-4b5b-4f26-9a67-37d0e542f100	\N	5402eb1b6c8a	offline-rules-1	2	5603	0	50	0.00000000	[]	2026-11-22 11:05:29.267654+00	2026-11-22 11:05:29.267654+00	2026-11-22 11:05:33.267654+00	2026-11-22 11:05:33.267654+00
ee38f531-f93b-47a9-89ad-a4845bd114ce	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	f904f265-173a-4650-99db-f1f08730212a	done	1	0	\N	\N	f		e12081fc-7262-46f1-b9a0-02ddf5551fa8	\N	5402eb1b6c8a	offline-rules-1	2	6153	0	43	0.00000000	[]	2026-11-22 11:49:23.267654+00	2026-11-22 11:49:23.267654+00	2026-11-22 11:49:27.267654+00	2026-11-22 11:49:27.267654+00
\.


--
-- Data for Name: sessions; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.sessions (id, user_id, user_agent, created_at, last_used_at, revoked_at, revoked_reason) FROM stdin;
74d8c7d4-7fd4-4498-8bee-79b9336a4978	9b9566da-d0f5-4b2c-9d1a-73f445fbfdb0	python-httpx2/2.16.2	2026-11-23 15:13:07.707635+00	2026-11-23 15:13:07.707635+00	\N	\N
01e1b00a-4538-4ba7-a9c6-e3dc8dd46075	fc29926b-5e24-42d2-9884-e04793573617	python-httpx2/2.16.2	2026-11-23 15:13:10.715665+00	2026-11-23 15:13:10.715665+00	\N	\N
\.


--
-- Data for Name: throttles; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.throttles (key, failures, window_started_at) FROM stdin;
01258141c379ec382a683af3df564e3e527c2db117bb791fe8a7aa960913736a	1	2026-11-23 15:13:09.232081+00
f3b59fb6d0b57debd08c6f0d0c187208e8b9939a0e7435bb2357efa1a4539707	1	2026-11-23 15:13:09.232081+00
ed4258c9024cc6db4f8ef9c5830fe7de266d39935a43b26530d1e857029b2fa1	1	2026-11-23 15:13:32.591658+00
\.


--
-- Data for Name: ticket_events; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.ticket_events (ticket_id, seq, kind, reply_id, data, created_at) FROM stdin;
6111d757-3cab-4d19-9bb9-f37ad566b7a3	1	ticket	\N	{"ticket": {"id": "6111d757-3cab-4d19-9bb9-f37ad566b7a3", "title": "Find out why my proof of address was rejected and what to do", "number": 1001, "status": "open", "channel": "web", "csat_at": null, "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "en", "closed_at": null, "created_at": "2026-10-30T08:04:39.267654+00:00", "csat_score": null, "updated_at": "2026-10-30T08:04:39.267654+00:00", "description": "The utility bill shows as rejected. I want to find out why my proof of address was rejected and what to do.", "resolved_at": null, "csat_comment": null, "last_message": null, "last_event_id": 1, "reopened_count": 0, "last_message_at": null}}	2026-10-30 08:04:39.267654+00
6111d757-3cab-4d19-9bb9-f37ad566b7a3	2	message	\N	{"message": {"id": "8f50b9a3-861b-4353-826e-30e802edb985", "seq": 2, "author": "customer", "content": "The utility bill shows as rejected. I want to find out why my proof of address was rejected and what to do.", "helpful": null, "stopped": false, "reply_id": null, "ticket_id": "6111d757-3cab-4d19-9bb9-f37ad566b7a3", "created_at": "2026-10-30T08:05:31.017654+00:00", "author_name": null, "rating_reason": null}}	2026-10-30 08:05:31.017654+00
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	1	ticket	\N	{"ticket": {"id": "4b7c399f-7a18-497c-8ea5-4d50c2d38c9e", "title": "¿Cuándo me pagan?", "number": 1022, "status": "open", "channel": "web", "csat_at": null, "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "es", "closed_at": null, "created_at": "2026-11-23T15:13:10.991611Z", "csat_score": null, "updated_at": "2026-11-23T15:13:10.991611Z", "description": "Vendí mi Jetta.", "resolved_at": null, "csat_comment": null, "last_message": null, "last_event_id": 1, "reopened_count": 0, "last_message_at": null}}	2026-11-23 15:13:10.991611+00
6111d757-3cab-4d19-9bb9-f37ad566b7a3	3	tool_started	f8dd7c7a-370f-4858-b860-b1a0a541fb2c	{"tool": "collect_documents", "label": "Your documents", "attempt": 1, "call_id": "call_5236842a604447fd5f8042c1af535573_0", "reply_id": "f8dd7c7a-370f-4858-b860-b1a0a541fb2c", "arguments": {"action": "list", "document": null, "reference": null}}	2026-10-30 08:05:35.017654+00
6111d757-3cab-4d19-9bb9-f37ad566b7a3	4	tool_finished	f8dd7c7a-370f-4858-b860-b1a0a541fb2c	{"attempt": 1, "call_id": "call_5236842a604447fd5f8042c1af535573_0", "reply_id": "f8dd7c7a-370f-4858-b860-b1a0a541fb2c", "tool_call": {"id": "db719dfc-9bef-4737-9f49-a100d5ebb767", "tool": "collect_documents", "label": "Your documents", "result": {"data": {"due": "2026-11-26", "state": "rejected", "reason": {"en": "it is older than three months", "es": "tiene más de tres meses", "pt": "tem mais de três meses"}, "received": ["identification", "proof_of_address"], "rejected": ["proof_of_address"], "required": ["identification", "proof_of_address"], "reference": "documents-1027"}, "outcome": "ok", "summary": "We rejected proof of address because it is older than three months; the deadline for sending it again is November 26.", "next_step": "Upload it again in My account › Documents, complete and without glare; tell me and I will open the upload."}, "outcome": "ok", "reply_id": "f8dd7c7a-370f-4858-b860-b1a0a541fb2c", "undoable": false, "arguments": {"action": "list", "document": null, "reference": null}, "undone_at": null, "created_at": "2026-10-30T08:05:35.037654+00:00", "duration_ms": 74.30114499584306, "confirmation_id": null}}	2026-10-30 08:05:35.037654+00
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	2	message	\N	{"message": {"id": "c8fa3361-43ce-45db-9d29-a4b785998b9a", "seq": 2, "author": "customer", "content": "¿Cuándo me pagan?", "helpful": null, "stopped": false, "reply_id": null, "ticket_id": "4b7c399f-7a18-497c-8ea5-4d50c2d38c9e", "created_at": "2026-11-23T15:13:11.126232Z", "author_name": null, "rating_reason": null}}	2026-11-23 15:13:11.111686+00
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	3	tool_started	568dc94d-8bad-4680-b9b9-fc284662159e	{"tool": "payout_status", "label": "Tu pago", "attempt": 1, "call_id": "call_5e4456bdbeb0299c36136f2e37d5a00c_0", "reply_id": "568dc94d-8bad-4680-b9b9-fc284662159e", "arguments": {"reference": null}}	2026-11-23 15:13:12.327245+00
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	4	tool_finished	568dc94d-8bad-4680-b9b9-fc284662159e	{"attempt": 1, "call_id": "call_5e4456bdbeb0299c36136f2e37d5a00c_0", "reply_id": "568dc94d-8bad-4680-b9b9-fc284662159e", "tool_call": {"id": "b3f8bf4d-11af-488d-a9d4-164e1a22d010", "tool": "payout_status", "label": "Tu pago", "result": {"data": {"date": "2026-11-25", "item": "Jetta 2018", "state": "scheduled", "amount": 241300, "account": "8842", "reference": "payout-1003"}, "outcome": "ok", "summary": "Tu pago de $241,300 MXN por el Jetta 2018 está programado para el 25 de noviembre en tu cuenta terminada en 8842.", "next_step": "Si el 25 de noviembre a las 18:00 no lo ves, escríbeme y lo paso a tesorería."}, "outcome": "ok", "reply_id": "568dc94d-8bad-4680-b9b9-fc284662159e", "undoable": false, "arguments": {"reference": null}, "undone_at": null, "created_at": "2026-11-23T15:13:12.350353Z", "duration_ms": 41.49465700174915, "confirmation_id": null}}	2026-11-23 15:13:12.350353+00
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	5	ticket	\N	{"ticket": {"id": "4b7c399f-7a18-497c-8ea5-4d50c2d38c9e", "title": "¿Cuándo me pagan?", "number": 1022, "status": "in_progress", "channel": "web", "csat_at": null, "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "es", "closed_at": null, "created_at": "2026-11-23T15:13:10.991611Z", "csat_score": null, "updated_at": "2026-11-23T15:13:12.374351Z", "description": "Vendí mi Jetta.", "resolved_at": null, "csat_comment": null, "last_message": {"author": "customer", "content": "¿Cuándo me pagan?", "created_at": "2026-11-23T15:13:11.126232Z"}, "last_event_id": 5, "reopened_count": 0, "last_message_at": "2026-11-23T15:13:11.111686Z"}}	2026-11-23 15:13:12.374351+00
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	6	done	568dc94d-8bad-4680-b9b9-fc284662159e	{"model": "offline-rules-1", "notes": [], "attempt": 1, "message": {"id": "a58acbd3-8a07-44fa-bc8a-6aea67b3720d", "seq": 6, "author": "bot", "content": "Soy el asistente virtual de Kavak, una inteligencia artificial.\\n\\n¡Hola! Tu pago de $241,300 MXN por el Jetta 2018 está programado para el 25 de noviembre en tu cuenta terminada en 8842.", "helpful": null, "stopped": false, "reply_id": "568dc94d-8bad-4680-b9b9-fc284662159e", "ticket_id": "4b7c399f-7a18-497c-8ea5-4d50c2d38c9e", "created_at": "2026-11-23T15:13:12.398502Z", "author_name": null, "rating_reason": null}, "stopped": false, "reply_id": "568dc94d-8bad-4680-b9b9-fc284662159e", "release_id": "5402eb1b6c8a"}	2026-11-23 15:13:12.374351+00
6111d757-3cab-4d19-9bb9-f37ad566b7a3	5	ticket	\N	{"ticket": {"id": "6111d757-3cab-4d19-9bb9-f37ad566b7a3", "title": "Find out why my proof of address was rejected and what to do", "number": 1001, "status": "in_progress", "channel": "web", "csat_at": null, "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "en", "closed_at": null, "created_at": "2026-10-30T08:04:39.267654Z", "csat_score": null, "updated_at": "2026-10-30T08:05:35.057654+00:00", "description": "The utility bill shows as rejected. I want to find out why my proof of address was rejected and what to do.", "resolved_at": null, "csat_comment": null, "last_message": {"author": "customer", "content": "The utility bill shows as rejected. I want to find out why my proof of address was rejected and what to do.", "created_at": "2026-10-30T08:05:31.017654Z"}, "last_event_id": 5, "reopened_count": 0, "last_message_at": "2026-10-30T08:05:31.017654Z"}}	2026-10-30 08:05:35.057654+00
6111d757-3cab-4d19-9bb9-f37ad566b7a3	6	done	f8dd7c7a-370f-4858-b860-b1a0a541fb2c	{"model": "offline-rules-1", "notes": [], "attempt": 1, "message": {"id": "d9d15db2-0b90-4e1c-9d17-5b68e38ae0a4", "seq": 6, "author": "bot", "content": "I am Kavak's virtual assistant, an artificial intelligence.\\n\\nHello! We rejected proof of address because it is older than three months; the deadline for sending it again is November 26.", "helpful": null, "stopped": false, "reply_id": "f8dd7c7a-370f-4858-b860-b1a0a541fb2c", "ticket_id": "6111d757-3cab-4d19-9bb9-f37ad566b7a3", "created_at": "2026-10-30T08:05:35.077654+00:00", "author_name": null, "rating_reason": null}, "stopped": false, "reply_id": "f8dd7c7a-370f-4858-b860-b1a0a541fb2c", "release_id": "5402eb1b6c8a"}	2026-10-30 08:05:35.077654+00
6111d757-3cab-4d19-9bb9-f37ad566b7a3	7	ticket	\N	{"ticket": {"id": "6111d757-3cab-4d19-9bb9-f37ad566b7a3", "title": "Find out why my proof of address was rejected and what to do", "number": 1001, "status": "resolved", "channel": "web", "csat_at": null, "handoff": null, "agent_id": null, "category": "buying", "csat_due": true, "language": "en", "closed_at": null, "created_at": "2026-10-30T08:04:39.267654Z", "csat_score": null, "updated_at": "2026-10-30T08:07:35.017654+00:00", "description": "The utility bill shows as rejected. I want to find out why my proof of address was rejected and what to do.", "resolved_at": "2026-10-30T08:07:35.017654+00:00", "csat_comment": null, "last_message": {"author": "bot", "content": "I am Kavak's virtual assistant, an artificial intelligence. Hello! We rejected proof of address because it is older than three months; the deadline for sending…", "created_at": "2026-10-30T08:05:35.017654Z"}, "last_event_id": 7, "reopened_count": 0, "last_message_at": "2026-10-30T08:05:35.017654Z"}}	2026-10-30 08:07:35.017654+00
6111d757-3cab-4d19-9bb9-f37ad566b7a3	8	ticket	\N	{"ticket": {"id": "6111d757-3cab-4d19-9bb9-f37ad566b7a3", "title": "Find out why my proof of address was rejected and what to do", "number": 1001, "status": "resolved", "channel": "web", "csat_at": "2026-10-30T08:08:35.017654+00:00", "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "en", "closed_at": null, "created_at": "2026-10-30T08:04:39.267654Z", "csat_score": 5, "updated_at": "2026-10-30T08:08:35.017654+00:00", "description": "The utility bill shows as rejected. I want to find out why my proof of address was rejected and what to do.", "resolved_at": "2026-10-30T08:07:35.017654Z", "csat_comment": "Quick and clear, thanks.", "last_message": {"author": "bot", "content": "I am Kavak's virtual assistant, an artificial intelligence. Hello! We rejected proof of address because it is older than three months; the deadline for sending…", "created_at": "2026-10-30T08:05:35.017654Z"}, "last_event_id": 8, "reopened_count": 0, "last_message_at": "2026-10-30T08:05:35.017654Z"}}	2026-10-30 08:08:35.017654+00
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	7	message	\N	{"message": {"id": "355faf17-dce4-42f9-91d9-24165a546ce0", "seq": 7, "author": "customer", "content": "Quiero reagendar mi inspección", "helpful": null, "stopped": false, "reply_id": null, "ticket_id": "4b7c399f-7a18-497c-8ea5-4d50c2d38c9e", "created_at": "2026-11-23T15:13:12.419031Z", "author_name": null, "rating_reason": null}}	2026-11-23 15:13:12.413013+00
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	8	tool_started	986b8577-2a2f-4837-8f55-38c3e2258a92	{"tool": "reschedule_inspection", "label": "Reagendar inspección", "attempt": 1, "call_id": "call_634bb98a8c39449f7cae5492dbdec957_0", "reply_id": "986b8577-2a2f-4837-8f55-38c3e2258a92", "arguments": {"slot": null, "place": null, "action": "options", "reference": null}}	2026-11-23 15:13:12.442783+00
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	9	tool_finished	986b8577-2a2f-4837-8f55-38c3e2258a92	{"attempt": 1, "call_id": "call_634bb98a8c39449f7cae5492dbdec957_0", "reply_id": "986b8577-2a2f-4837-8f55-38c3e2258a92", "tool_call": {"id": "3bd2f023-521c-4b2b-8c25-4a7362bb00a6", "tool": "reschedule_inspection", "label": "Reagendar inspección", "result": {"data": {"options": [{"slot": "inspection-20261124-1600-1", "label": "martes 24 de noviembre a las 16:00 (Kavak Santa Fe)", "place": "Kavak Santa Fe", "starts_at": "2026-11-24T16:00"}, {"slot": "inspection-20261125-1000-1", "label": "miércoles 25 de noviembre a las 10:00 (Kavak Santa Fe)", "place": "Kavak Santa Fe", "starts_at": "2026-11-25T10:00"}, {"slot": "inspection-20261126-1000-1", "label": "jueves 26 de noviembre a las 10:00 (Kavak Santa Fe)", "place": "Kavak Santa Fe", "starts_at": "2026-11-26T10:00"}]}, "outcome": "ok", "summary": "Puedo mover tu inspección a: martes 24 de noviembre a las 16:00 (Kavak Santa Fe), miércoles 25 de noviembre a las 10:00 (Kavak Santa Fe) y jueves 26 de noviembre a las 10:00 (Kavak Santa Fe).", "next_step": "¿Cuál te queda?"}, "outcome": "ok", "reply_id": "986b8577-2a2f-4837-8f55-38c3e2258a92", "undoable": false, "arguments": {"slot": null, "place": null, "action": "options", "reference": null}, "undone_at": null, "created_at": "2026-11-23T15:13:12.460163Z", "duration_ms": 17.9333870037226, "confirmation_id": null}}	2026-11-23 15:13:12.460163+00
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	10	done	986b8577-2a2f-4837-8f55-38c3e2258a92	{"model": "offline-rules-1", "notes": [], "attempt": 1, "message": {"id": "317af265-5b98-49e1-9637-1b256d8dd664", "seq": 10, "author": "bot", "content": "Puedo mover tu inspección a: martes 24 de noviembre a las 16:00 (Kavak Santa Fe), miércoles 25 de noviembre a las 10:00 (Kavak Santa Fe) y jueves 26 de noviembre a las 10:00 (Kavak Santa Fe).", "helpful": null, "stopped": false, "reply_id": "986b8577-2a2f-4837-8f55-38c3e2258a92", "ticket_id": "4b7c399f-7a18-497c-8ea5-4d50c2d38c9e", "created_at": "2026-11-23T15:13:12.484381Z", "author_name": null, "rating_reason": null}, "stopped": false, "reply_id": "986b8577-2a2f-4837-8f55-38c3e2258a92", "release_id": "5402eb1b6c8a"}	2026-11-23 15:13:12.47931+00
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	11	message	\N	{"message": {"id": "2a2d14e0-d47d-40c9-9e6e-261fab409d32", "seq": 11, "author": "customer", "content": "Necesito otra cita", "helpful": null, "stopped": false, "reply_id": null, "ticket_id": "4b7c399f-7a18-497c-8ea5-4d50c2d38c9e", "created_at": "2026-11-23T15:13:12.518021Z", "author_name": null, "rating_reason": null}}	2026-11-23 15:13:12.505752+00
6111d757-3cab-4d19-9bb9-f37ad566b7a3	9	ticket	\N	{"ticket": {"id": "6111d757-3cab-4d19-9bb9-f37ad566b7a3", "title": "Find out why my proof of address was rejected and what to do", "number": 1001, "status": "closed", "channel": "web", "csat_at": "2026-10-30T08:08:35.017654Z", "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "en", "closed_at": "2026-11-06T08:08:35.017654+00:00", "created_at": "2026-10-30T08:04:39.267654Z", "csat_score": 5, "updated_at": "2026-11-06T08:08:35.017654+00:00", "description": "The utility bill shows as rejected. I want to find out why my proof of address was rejected and what to do.", "resolved_at": "2026-10-30T08:07:35.017654Z", "csat_comment": "Quick and clear, thanks.", "last_message": {"author": "bot", "content": "I am Kavak's virtual assistant, an artificial intelligence. Hello! We rejected proof of address because it is older than three months; the deadline for sending…", "created_at": "2026-10-30T08:05:35.017654Z"}, "last_event_id": 9, "reopened_count": 0, "last_message_at": "2026-10-30T08:05:35.017654Z"}}	2026-11-06 08:08:35.017654+00
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	12	tool_started	913799be-fa87-44bc-8062-82c267382cb8	{"tool": "schedule_appointment", "label": "Tu cita", "attempt": 1, "call_id": "call_5ada36a7c8fcbc0d2c4a3ae8b41a43b3_0", "reply_id": "913799be-fa87-44bc-8062-82c267382cb8", "arguments": {"slot": null, "place": null, "topic": "¿Cuándo me pagan?. Quiero reagendar mi inspección. Necesito otra cita", "action": "options", "reference": null}}	2026-11-23 15:13:12.543667+00
2905d882-f947-438d-af45-d039f3c25fae	1	ticket	\N	{"ticket": {"id": "2905d882-f947-438d-af45-d039f3c25fae", "title": "Accept the offer for my Sentra 2017", "number": 1009, "status": "open", "channel": "web", "csat_at": null, "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "en", "closed_at": null, "created_at": "2026-11-13T08:04:39.267654+00:00", "csat_score": null, "updated_at": "2026-11-13T08:04:39.267654+00:00", "description": "The offer for my Sentra 2017 is fine and I want to accept it. I want to accept the offer for my Sentra 2017.", "resolved_at": null, "csat_comment": null, "last_message": null, "last_event_id": 1, "reopened_count": 0, "last_message_at": null}}	2026-11-13 08:04:39.267654+00
2905d882-f947-438d-af45-d039f3c25fae	2	message	\N	{"message": {"id": "df8ff409-deb0-432f-8b06-3f0227feded8", "seq": 2, "author": "customer", "content": "The offer for my Sentra 2017 is fine and I want to accept it. I want to accept the offer for my Sentra 2017.", "helpful": null, "stopped": false, "reply_id": null, "ticket_id": "2905d882-f947-438d-af45-d039f3c25fae", "created_at": "2026-11-13T08:05:31.267654+00:00", "author_name": null, "rating_reason": null}}	2026-11-13 08:05:31.267654+00
2905d882-f947-438d-af45-d039f3c25fae	3	tool_started	d346fd9a-3ce1-4cc8-961b-c86226c4136b	{"tool": "get_offer_24h", "label": "Your offer", "attempt": 1, "call_id": "call_8f3407dcef95b4dc6e1318a3aba36287_0", "reply_id": "d346fd9a-3ce1-4cc8-961b-c86226c4136b", "arguments": {"action": "accept", "details": null, "reference": null}}	2026-11-13 08:05:35.267654+00
2905d882-f947-438d-af45-d039f3c25fae	4	confirm	d346fd9a-3ce1-4cc8-961b-c86226c4136b	{"attempt": 1, "reply_id": "d346fd9a-3ce1-4cc8-961b-c86226c4136b", "confirmation": {"id": "65397d3ea4f33377", "tool": "get_offer_24h", "status": "pending", "summary": "Accept the offer of $162,000 MXN for your Sentra 2017. This is final.", "reply_id": "d346fd9a-3ce1-4cc8-961b-c86226c4136b", "arguments": {"action": "accept", "details": null, "reference": "offer-1016"}, "created_at": "2026-11-13T08:05:35.287654+00:00", "decided_at": null}}	2026-11-13 08:05:35.287654+00
2905d882-f947-438d-af45-d039f3c25fae	5	tool_finished	d346fd9a-3ce1-4cc8-961b-c86226c4136b	{"attempt": 1, "call_id": "call_8f3407dcef95b4dc6e1318a3aba36287_0", "reply_id": "d346fd9a-3ce1-4cc8-961b-c86226c4136b", "tool_call": {"id": "8eb1504f-1aa1-4c65-87f5-fec00879e49e", "tool": "get_offer_24h", "label": "Your offer", "result": {"data": {"item": "Sentra 2017", "state": "active", "amount": 162000, "expires": "2026-11-24", "reference": "offer-1016"}, "outcome": "needs_confirmation", "summary": "Accept the offer of $162,000 MXN for your Sentra 2017. This is final.", "next_step": "Nothing has been done yet; to go on, press the confirm button."}, "outcome": "needs_confirmation", "reply_id": "d346fd9a-3ce1-4cc8-961b-c86226c4136b", "undoable": false, "arguments": {"action": "accept", "details": null, "reference": null}, "undone_at": null, "created_at": "2026-11-13T08:05:35.307654+00:00", "duration_ms": 67.49325100099668, "confirmation_id": null}}	2026-11-13 08:05:35.307654+00
2905d882-f947-438d-af45-d039f3c25fae	6	ticket	\N	{"ticket": {"id": "2905d882-f947-438d-af45-d039f3c25fae", "title": "Accept the offer for my Sentra 2017", "number": 1009, "status": "in_progress", "channel": "web", "csat_at": null, "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "en", "closed_at": null, "created_at": "2026-11-13T08:04:39.267654Z", "csat_score": null, "updated_at": "2026-11-13T08:05:35.327654+00:00", "description": "The offer for my Sentra 2017 is fine and I want to accept it. I want to accept the offer for my Sentra 2017.", "resolved_at": null, "csat_comment": null, "last_message": {"author": "customer", "content": "The offer for my Sentra 2017 is fine and I want to accept it. I want to accept the offer for my Sentra 2017.", "created_at": "2026-11-13T08:05:31.267654Z"}, "last_event_id": 6, "reopened_count": 0, "last_message_at": "2026-11-13T08:05:31.267654Z"}}	2026-11-13 08:05:35.327654+00
2905d882-f947-438d-af45-d039f3c25fae	7	done	d346fd9a-3ce1-4cc8-961b-c86226c4136b	{"model": "offline-rules-1", "notes": [], "attempt": 1, "message": {"id": "b3561fd1-b378-45d1-92a9-2a345eb22da9", "seq": 7, "author": "bot", "content": "I am Kavak's virtual assistant, an artificial intelligence.\\n\\nHello! Accept the offer of $162,000 MXN for your Sentra 2017. This is final. Nothing has been done yet; to go on, press the confirm button.", "helpful": null, "stopped": false, "reply_id": "d346fd9a-3ce1-4cc8-961b-c86226c4136b", "ticket_id": "2905d882-f947-438d-af45-d039f3c25fae", "created_at": "2026-11-13T08:05:35.347654+00:00", "author_name": null, "rating_reason": null}, "stopped": false, "reply_id": "d346fd9a-3ce1-4cc8-961b-c86226c4136b", "release_id": "5402eb1b6c8a"}	2026-11-13 08:05:35.347654+00
2905d882-f947-438d-af45-d039f3c25fae	8	tool_finished	\N	{"call_id": "65397d3ea4f33377", "reply_id": null, "tool_call": {"id": "abe37db4-7fcd-48e3-9d1c-88030a511b2a", "tool": "get_offer_24h", "label": "Your offer", "result": {"data": {"item": "Sentra 2017", "state": "accepted", "amount": 162000, "expires": "2026-11-24", "reference": "offer-1016", "accepted_on": "2026-11-23"}, "outcome": "ok", "summary": "Done: you accepted the offer of $162,000 MXN for your Sentra 2017.", "next_step": "Now we book the inspection; tell me which day suits you."}, "outcome": "ok", "reply_id": "d346fd9a-3ce1-4cc8-961b-c86226c4136b", "undoable": false, "arguments": {"action": "accept", "details": null, "reference": "offer-1016"}, "undone_at": null, "created_at": "2026-11-13T08:06:00.267654+00:00", "duration_ms": 72.34789399808506, "confirmation_id": "65397d3ea4f33377"}}	2026-11-13 08:06:00.267654+00
2905d882-f947-438d-af45-d039f3c25fae	9	message	\N	{"message": {"id": "710f8a6c-4971-4f9b-9e6d-327731114b48", "seq": 9, "author": "bot", "content": "Done: you accepted the offer of $162,000 MXN for your Sentra 2017. Now we book the inspection; tell me which day suits you.", "helpful": null, "stopped": false, "reply_id": null, "ticket_id": "2905d882-f947-438d-af45-d039f3c25fae", "created_at": "2026-11-13T08:06:00.287654+00:00", "author_name": null, "rating_reason": null}}	2026-11-13 08:06:00.287654+00
2905d882-f947-438d-af45-d039f3c25fae	10	confirm	\N	{"reply_id": "d346fd9a-3ce1-4cc8-961b-c86226c4136b", "confirmation": {"id": "65397d3ea4f33377", "tool": "get_offer_24h", "status": "confirmed", "summary": "Accept the offer of $162,000 MXN for your Sentra 2017. This is final.", "reply_id": "d346fd9a-3ce1-4cc8-961b-c86226c4136b", "arguments": {"action": "accept", "details": null, "reference": "offer-1016"}, "created_at": "2026-11-13T08:05:35.267654Z", "decided_at": "2026-11-13T08:06:00.307654+00:00"}}	2026-11-13 08:06:00.307654+00
2905d882-f947-438d-af45-d039f3c25fae	11	ticket	\N	{"ticket": {"id": "2905d882-f947-438d-af45-d039f3c25fae", "title": "Accept the offer for my Sentra 2017", "number": 1009, "status": "resolved", "channel": "web", "csat_at": null, "handoff": null, "agent_id": null, "category": "buying", "csat_due": true, "language": "en", "closed_at": null, "created_at": "2026-11-13T08:04:39.267654Z", "csat_score": null, "updated_at": "2026-11-13T08:08:00.267654+00:00", "description": "The offer for my Sentra 2017 is fine and I want to accept it. I want to accept the offer for my Sentra 2017.", "resolved_at": "2026-11-13T08:08:00.267654+00:00", "csat_comment": null, "last_message": {"author": "bot", "content": "Done: you accepted the offer of $162,000 MXN for your Sentra 2017. Now we book the inspection; tell me which day suits you.", "created_at": "2026-11-13T08:06:00.267654Z"}, "last_event_id": 11, "reopened_count": 0, "last_message_at": "2026-11-13T08:06:00.267654Z"}}	2026-11-13 08:08:00.267654+00
2905d882-f947-438d-af45-d039f3c25fae	12	ticket	\N	{"ticket": {"id": "2905d882-f947-438d-af45-d039f3c25fae", "title": "Accept the offer for my Sentra 2017", "number": 1009, "status": "resolved", "channel": "web", "csat_at": "2026-11-13T08:09:00.267654+00:00", "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "en", "closed_at": null, "created_at": "2026-11-13T08:04:39.267654Z", "csat_score": 5, "updated_at": "2026-11-13T08:09:00.267654+00:00", "description": "The offer for my Sentra 2017 is fine and I want to accept it. I want to accept the offer for my Sentra 2017.", "resolved_at": "2026-11-13T08:08:00.267654Z", "csat_comment": "Quick and clear, thanks.", "last_message": {"author": "bot", "content": "Done: you accepted the offer of $162,000 MXN for your Sentra 2017. Now we book the inspection; tell me which day suits you.", "created_at": "2026-11-13T08:06:00.267654Z"}, "last_event_id": 12, "reopened_count": 0, "last_message_at": "2026-11-13T08:06:00.267654Z"}}	2026-11-13 08:09:00.267654+00
2905d882-f947-438d-af45-d039f3c25fae	13	ticket	\N	{"ticket": {"id": "2905d882-f947-438d-af45-d039f3c25fae", "title": "Accept the offer for my Sentra 2017", "number": 1009, "status": "closed", "channel": "web", "csat_at": "2026-11-13T08:09:00.267654Z", "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "en", "closed_at": "2026-11-20T08:09:00.267654+00:00", "created_at": "2026-11-13T08:04:39.267654Z", "csat_score": 5, "updated_at": "2026-11-20T08:09:00.267654+00:00", "description": "The offer for my Sentra 2017 is fine and I want to accept it. I want to accept the offer for my Sentra 2017.", "resolved_at": "2026-11-13T08:08:00.267654Z", "csat_comment": "Quick and clear, thanks.", "last_message": {"author": "bot", "content": "Done: you accepted the offer of $162,000 MXN for your Sentra 2017. Now we book the inspection; tell me which day suits you.", "created_at": "2026-11-13T08:06:00.267654Z"}, "last_event_id": 13, "reopened_count": 0, "last_message_at": "2026-11-13T08:06:00.267654Z"}}	2026-11-20 08:09:00.267654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	14	done	ee38f531-f93b-47a9-89ad-a4845bd114ce	{"model": "offline-rules-1", "notes": [], "attempt": 1, "message": {"id": "e12081fc-7262-46f1-b9a0-02ddf5551fa8", "seq": 14, "author": "bot", "content": "Te falta entregar comprobante de domicilio y factura del auto; la fecha límite es el 28 de noviembre.", "helpful": null, "stopped": false, "reply_id": "ee38f531-f93b-47a9-89ad-a4845bd114ce", "ticket_id": "9af47ced-90c5-4f28-9c89-5d7a5f84e0ce", "created_at": "2026-11-22T11:49:27.327654+00:00", "author_name": null, "rating_reason": null}, "stopped": false, "reply_id": "ee38f531-f93b-47a9-89ad-a4845bd114ce", "release_id": "5402eb1b6c8a"}	2026-11-22 11:49:27.327654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	1	ticket	\N	{"ticket": {"id": "9af47ced-90c5-4f28-9c89-5d7a5f84e0ce", "title": "Saber qué documentos me faltan para vender mi auto y para cuándo", "number": 1016, "status": "open", "channel": "web", "csat_at": null, "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "es", "closed_at": null, "created_at": "2026-11-22T11:04:39.267654+00:00", "csat_score": null, "updated_at": "2026-11-22T11:04:39.267654+00:00", "description": "Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.", "resolved_at": null, "csat_comment": null, "last_message": null, "last_event_id": 1, "reopened_count": 0, "last_message_at": null}}	2026-11-22 11:04:39.267654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	2	message	\N	{"message": {"id": "819831a8-8652-4121-aff3-c64bad20b672", "seq": 2, "author": "customer", "content": "Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.", "helpful": null, "stopped": false, "reply_id": null, "ticket_id": "9af47ced-90c5-4f28-9c89-5d7a5f84e0ce", "created_at": "2026-11-22T11:05:29.267654+00:00", "author_name": null, "rating_reason": null}}	2026-11-22 11:05:29.267654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	3	tool_started	6e001ccb-8c54-4b9e-9cf8-7960453dc908	{"tool": "collect_documents", "label": "Tus documentos", "attempt": 1, "call_id": "call_fe08704e3a6f8da87892d1e2c1ab788b_0", "reply_id": "6e001ccb-8c54-4b9e-9cf8-7960453dc908", "arguments": {"action": "list", "document": null, "reference": null}}	2026-11-22 11:05:33.267654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	6	done	6e001ccb-8c54-4b9e-9cf8-7960453dc908	{"model": "offline-rules-1", "notes": [], "attempt": 1, "message": {"id": "4f571097-4b5b-4f26-9a67-37d0e542f100", "seq": 6, "author": "bot", "content": "Soy el asistente virtual de Kavak, una inteligencia artificial.\\n\\n¡Hola! Gracias por escribir. Te falta entregar comprobante de domicilio y factura del auto; la fecha límite es el 28 de noviembre.", "helpful": null, "stopped": false, "reply_id": "6e001ccb-8c54-4b9e-9cf8-7960453dc908", "ticket_id": "9af47ced-90c5-4f28-9c89-5d7a5f84e0ce", "created_at": "2026-11-22T11:05:33.327654+00:00", "author_name": null, "rating_reason": null}, "stopped": false, "reply_id": "6e001ccb-8c54-4b9e-9cf8-7960453dc908", "release_id": "5402eb1b6c8a"}	2026-11-22 11:05:33.327654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	4	tool_finished	6e001ccb-8c54-4b9e-9cf8-7960453dc908	{"attempt": 1, "call_id": "call_fe08704e3a6f8da87892d1e2c1ab788b_0", "reply_id": "6e001ccb-8c54-4b9e-9cf8-7960453dc908", "tool_call": {"id": "d0bbe901-ae46-433d-8413-f0afabaddc83", "tool": "collect_documents", "label": "Tus documentos", "result": {"data": {"due": "2026-11-28", "state": "incomplete", "received": ["identification"], "required": ["identification", "proof_of_address", "invoice"], "reference": "documents-1007"}, "outcome": "ok", "summary": "Te falta entregar comprobante de domicilio y factura del auto; la fecha límite es el 28 de noviembre.", "next_step": "Súbelo en Mi cuenta › Documentos antes del 28 de noviembre; dime cuál y abro el espacio."}, "outcome": "ok", "reply_id": "6e001ccb-8c54-4b9e-9cf8-7960453dc908", "undoable": false, "arguments": {"action": "list", "document": null, "reference": null}, "undone_at": null, "created_at": "2026-11-22T11:05:33.287654+00:00", "duration_ms": 25.57954400253948, "confirmation_id": null}}	2026-11-22 11:05:33.287654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	5	ticket	\N	{"ticket": {"id": "9af47ced-90c5-4f28-9c89-5d7a5f84e0ce", "title": "Saber qué documentos me faltan para vender mi auto y para cuándo", "number": 1016, "status": "in_progress", "channel": "web", "csat_at": null, "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "es", "closed_at": null, "created_at": "2026-11-22T11:04:39.267654Z", "csat_score": null, "updated_at": "2026-11-22T11:05:33.307654+00:00", "description": "Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.", "resolved_at": null, "csat_comment": null, "last_message": {"author": "customer", "content": "Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.", "created_at": "2026-11-22T11:05:29.267654Z"}, "last_event_id": 5, "reopened_count": 0, "last_message_at": "2026-11-22T11:05:29.267654Z"}}	2026-11-22 11:05:33.307654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	7	ticket	\N	{"ticket": {"id": "9af47ced-90c5-4f28-9c89-5d7a5f84e0ce", "title": "Saber qué documentos me faltan para vender mi auto y para cuándo", "number": 1016, "status": "resolved", "channel": "web", "csat_at": null, "handoff": null, "agent_id": null, "category": "buying", "csat_due": true, "language": "es", "closed_at": null, "created_at": "2026-11-22T11:04:39.267654Z", "csat_score": null, "updated_at": "2026-11-22T11:07:33.267654+00:00", "description": "Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.", "resolved_at": "2026-11-22T11:07:33.267654+00:00", "csat_comment": null, "last_message": {"author": "bot", "content": "Soy el asistente virtual de Kavak, una inteligencia artificial. ¡Hola! Gracias por escribir. Te falta entregar comprobante de domicilio y factura del auto; la …", "created_at": "2026-11-22T11:05:33.267654Z"}, "last_event_id": 7, "reopened_count": 0, "last_message_at": "2026-11-22T11:05:33.267654Z"}}	2026-11-22 11:07:33.267654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	8	ticket	\N	{"ticket": {"id": "9af47ced-90c5-4f28-9c89-5d7a5f84e0ce", "title": "Saber qué documentos me faltan para vender mi auto y para cuándo", "number": 1016, "status": "resolved", "channel": "web", "csat_at": "2026-11-22T11:08:33.267654+00:00", "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "es", "closed_at": null, "created_at": "2026-11-22T11:04:39.267654Z", "csat_score": 5, "updated_at": "2026-11-22T11:08:33.267654+00:00", "description": "Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.", "resolved_at": "2026-11-22T11:07:33.267654Z", "csat_comment": "Rápido y claro, gracias.", "last_message": {"author": "bot", "content": "Soy el asistente virtual de Kavak, una inteligencia artificial. ¡Hola! Gracias por escribir. Te falta entregar comprobante de domicilio y factura del auto; la …", "created_at": "2026-11-22T11:05:33.267654Z"}, "last_event_id": 8, "reopened_count": 0, "last_message_at": "2026-11-22T11:05:33.267654Z"}}	2026-11-22 11:08:33.267654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	9	ticket	\N	{"ticket": {"id": "9af47ced-90c5-4f28-9c89-5d7a5f84e0ce", "title": "Saber qué documentos me faltan para vender mi auto y para cuándo", "number": 1016, "status": "open", "channel": "web", "csat_at": "2026-11-22T11:08:33.267654Z", "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "es", "closed_at": null, "created_at": "2026-11-22T11:04:39.267654Z", "csat_score": 5, "updated_at": "2026-11-22T11:48:33.267654+00:00", "description": "Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.", "resolved_at": null, "csat_comment": "Rápido y claro, gracias.", "last_message": {"author": "bot", "content": "Soy el asistente virtual de Kavak, una inteligencia artificial. ¡Hola! Gracias por escribir. Te falta entregar comprobante de domicilio y factura del auto; la …", "created_at": "2026-11-22T11:05:33.267654Z"}, "last_event_id": 9, "reopened_count": 1, "last_message_at": "2026-11-22T11:05:33.267654Z"}}	2026-11-22 11:48:33.267654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	10	message	\N	{"message": {"id": "f904f265-173a-4650-99db-f1f08730212a", "seq": 10, "author": "customer", "content": "Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.", "helpful": null, "stopped": false, "reply_id": null, "ticket_id": "9af47ced-90c5-4f28-9c89-5d7a5f84e0ce", "created_at": "2026-11-22T11:49:23.267654+00:00", "author_name": null, "rating_reason": null}}	2026-11-22 11:49:23.267654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	11	tool_started	ee38f531-f93b-47a9-89ad-a4845bd114ce	{"tool": "collect_documents", "label": "Tus documentos", "attempt": 1, "call_id": "call_bfba722c517eb25bd7a8719968c26f96_0", "reply_id": "ee38f531-f93b-47a9-89ad-a4845bd114ce", "arguments": {"action": "list", "document": null, "reference": null}}	2026-11-22 11:49:27.267654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	12	tool_finished	ee38f531-f93b-47a9-89ad-a4845bd114ce	{"attempt": 1, "call_id": "call_bfba722c517eb25bd7a8719968c26f96_0", "reply_id": "ee38f531-f93b-47a9-89ad-a4845bd114ce", "tool_call": {"id": "dc0a2ed6-7685-43cd-8cc9-bf1d409e70c5", "tool": "collect_documents", "label": "Tus documentos", "result": {"data": {"due": "2026-11-28", "state": "incomplete", "received": ["identification"], "required": ["identification", "proof_of_address", "invoice"], "reference": "documents-1007"}, "outcome": "ok", "summary": "Te falta entregar comprobante de domicilio y factura del auto; la fecha límite es el 28 de noviembre.", "next_step": "Súbelo en Mi cuenta › Documentos antes del 28 de noviembre; dime cuál y abro el espacio."}, "outcome": "ok", "reply_id": "ee38f531-f93b-47a9-89ad-a4845bd114ce", "undoable": false, "arguments": {"action": "list", "document": null, "reference": null}, "undone_at": null, "created_at": "2026-11-22T11:49:27.287654+00:00", "duration_ms": 12.019930996757466, "confirmation_id": null}}	2026-11-22 11:49:27.287654+00
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	13	ticket	\N	{"ticket": {"id": "9af47ced-90c5-4f28-9c89-5d7a5f84e0ce", "title": "Saber qué documentos me faltan para vender mi auto y para cuándo", "number": 1016, "status": "in_progress", "channel": "web", "csat_at": "2026-11-22T11:08:33.267654Z", "handoff": null, "agent_id": null, "category": "buying", "csat_due": false, "language": "es", "closed_at": null, "created_at": "2026-11-22T11:04:39.267654Z", "csat_score": 5, "updated_at": "2026-11-22T11:49:27.307654+00:00", "description": "Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.", "resolved_at": null, "csat_comment": "Rápido y claro, gracias.", "last_message": {"author": "customer", "content": "Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.", "created_at": "2026-11-22T11:49:23.267654Z"}, "last_event_id": 13, "reopened_count": 1, "last_message_at": "2026-11-22T11:49:23.267654Z"}}	2026-11-22 11:49:27.307654+00
\.


--
-- Data for Name: ticket_moves; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.ticket_moves (id, ticket_id, from_status, to_status, actor, actor_id, reason, at) FROM stdin;
1	6111d757-3cab-4d19-9bb9-f37ad566b7a3	\N	open	customer	49922c6c-e253-4ed7-9873-b62dca5605e7		2026-10-30 08:04:39.267654+00
2	6111d757-3cab-4d19-9bb9-f37ad566b7a3	open	in_progress	bot	\N	the bot answered	2026-10-30 08:05:35.017654+00
3	6111d757-3cab-4d19-9bb9-f37ad566b7a3	in_progress	resolved	customer	49922c6c-e253-4ed7-9873-b62dca5605e7		2026-10-30 08:07:35.017654+00
4	6111d757-3cab-4d19-9bb9-f37ad566b7a3	resolved	closed	system	\N	resolved for 7 days	2026-11-06 08:08:35.017654+00
31	2905d882-f947-438d-af45-d039f3c25fae	\N	open	customer	164deade-fb57-4071-9837-fa892f987384		2026-11-13 08:04:39.267654+00
32	2905d882-f947-438d-af45-d039f3c25fae	open	in_progress	bot	\N	the bot answered	2026-11-13 08:05:35.267654+00
33	2905d882-f947-438d-af45-d039f3c25fae	in_progress	resolved	customer	164deade-fb57-4071-9837-fa892f987384		2026-11-13 08:08:00.267654+00
34	2905d882-f947-438d-af45-d039f3c25fae	resolved	closed	system	\N	resolved for 7 days	2026-11-20 08:09:00.267654+00
69	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	\N	open	customer	fc29926b-5e24-42d2-9884-e04793573617		2026-11-23 15:13:10.991611+00
70	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	open	in_progress	bot	\N	the bot answered	2026-11-23 15:13:12.374351+00
71	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	in_progress	waiting_agent	bot	\N	customer_request	2026-11-23 15:13:12.974748+00
54	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	\N	open	customer	fc29926b-5e24-42d2-9884-e04793573617		2026-11-22 11:04:39.267654+00
55	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	open	in_progress	bot	\N	the bot answered	2026-11-22 11:05:33.267654+00
56	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	in_progress	resolved	customer	fc29926b-5e24-42d2-9884-e04793573617		2026-11-22 11:07:33.267654+00
57	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	resolved	open	customer	fc29926b-5e24-42d2-9884-e04793573617		2026-11-22 11:48:33.267654+00
58	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	open	in_progress	bot	\N	the bot answered	2026-11-22 11:49:27.267654+00
\.


--
-- Data for Name: tickets; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.tickets (id, number, customer_id, title, category, description, status, language, channel, agent_id, created_at, updated_at, last_message_at, resolved_at, closed_at, reopened_count, csat_score, csat_comment, csat_at, last_seq, idempotency_key, opening_hash) FROM stdin;
4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	1022	fc29926b-5e24-42d2-9884-e04793573617	¿Cuándo me pagan?	buying	Vendí mi Jetta.	waiting_agent	es	web	\N	2026-11-23 15:13:10.991611+00	2026-11-23 15:13:13.096943+00	2026-11-23 15:13:13.096943+00	\N	\N	0	\N	\N	\N	22	\N	1df0eed05c29dbd1b3681eb53b4424a334f8124f6da43940d1df6b51bd18fbe2
6111d757-3cab-4d19-9bb9-f37ad566b7a3	1001	49922c6c-e253-4ed7-9873-b62dca5605e7	Find out why my proof of address was rejected and what to do	buying	The utility bill shows as rejected. I want to find out why my proof of address was rejected and what to do.	closed	en	web	\N	2026-10-30 08:04:39.267654+00	2026-11-06 08:08:35.017654+00	2026-10-30 08:05:35.017654+00	2026-10-30 08:07:35.017654+00	2026-11-06 08:08:35.017654+00	0	5	Quick and clear, thanks.	2026-10-30 08:08:35.017654+00	9	\N	ad9a9e1893639b1de032d09173ec28c660bc898de820b88f8fa387e7214019b5
2905d882-f947-438d-af45-d039f3c25fae	1009	164deade-fb57-4071-9837-fa892f987384	Accept the offer for my Sentra 2017	buying	The offer for my Sentra 2017 is fine and I want to accept it. I want to accept the offer for my Sentra 2017.	closed	en	web	\N	2026-11-13 08:04:39.267654+00	2026-11-20 08:09:00.267654+00	2026-11-13 08:06:00.267654+00	2026-11-13 08:08:00.267654+00	2026-11-20 08:09:00.267654+00	0	5	Quick and clear, thanks.	2026-11-13 08:09:00.267654+00	13	\N	ba6fad3ff4c2970deb9937810ee298ecaef8c7294bc83a0b720cfd21fae42fa8
9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	1016	fc29926b-5e24-42d2-9884-e04793573617	Saber qué documentos me faltan para vender mi auto y para cuándo	buying	Ya mandé mi identificación. Quiero saber qué documentos me faltan para vender mi auto y para cuándo.	in_progress	es	web	\N	2026-11-22 11:04:39.267654+00	2026-11-22 11:49:27.267654+00	2026-11-22 11:49:27.267654+00	\N	\N	1	5	Rápido y claro, gracias.	2026-11-22 11:08:33.267654+00	14	\N	3f52d2b5dee27e974ea1fc8bee4b0639a85df66f2867135a8244d1a86bffbe4c
\.


--
-- Data for Name: tool_calls; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.tool_calls (id, ticket_id, reply_id, confirmation_id, call_id, tool, arguments, outcome, result, duration_ms, writes, created_at, undone_at) FROM stdin;
db719dfc-9bef-4737-9f49-a100d5ebb767	6111d757-3cab-4d19-9bb9-f37ad566b7a3	f8dd7c7a-370f-4858-b860-b1a0a541fb2c	\N	call_5236842a604447fd5f8042c1af535573_0	collect_documents	{"action": "list", "document": null, "reference": null}	ok	{"data": {"due": "2026-11-26", "state": "rejected", "reason": {"en": "it is older than three months", "es": "tiene más de tres meses", "pt": "tem mais de três meses"}, "received": ["identification", "proof_of_address"], "rejected": ["proof_of_address"], "required": ["identification", "proof_of_address"], "reference": "documents-1027"}, "outcome": "ok", "summary": "We rejected proof of address because it is older than three months; the deadline for sending it again is November 26.", "next_step": "Upload it again in My account › Documents, complete and without glare; tell me and I will open the upload."}	74.30114499584306	[]	2026-10-30 08:05:35.037654+00	\N
8eb1504f-1aa1-4c65-87f5-fec00879e49e	2905d882-f947-438d-af45-d039f3c25fae	d346fd9a-3ce1-4cc8-961b-c86226c4136b	\N	call_8f3407dcef95b4dc6e1318a3aba36287_0	get_offer_24h	{"action": "accept", "details": null, "reference": null}	needs_confirmation	{"data": {"item": "Sentra 2017", "state": "active", "amount": 162000, "expires": "2026-11-24", "reference": "offer-1016"}, "outcome": "needs_confirmation", "summary": "Accept the offer of $162,000 MXN for your Sentra 2017. This is final.", "next_step": "Nothing has been done yet; to go on, press the confirm button."}	67.49325100099668	[]	2026-11-13 08:05:35.307654+00	\N
abe37db4-7fcd-48e3-9d1c-88030a511b2a	2905d882-f947-438d-af45-d039f3c25fae	d346fd9a-3ce1-4cc8-961b-c86226c4136b	65397d3ea4f33377	65397d3ea4f33377	get_offer_24h	{"action": "accept", "details": null, "reference": "offer-1016"}	ok	{"data": {"item": "Sentra 2017", "state": "accepted", "amount": 162000, "expires": "2026-11-24", "reference": "offer-1016", "accepted_on": "2026-11-23"}, "outcome": "ok", "summary": "Done: you accepted the offer of $162,000 MXN for your Sentra 2017.", "next_step": "Now we book the inspection; tell me which day suits you."}	72.34789399808506	["5a39c98a552847f6776e"]	2026-11-13 08:06:00.267654+00	\N
d0bbe901-ae46-433d-8413-f0afabaddc83	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	6e001ccb-8c54-4b9e-9cf8-7960453dc908	\N	call_fe08704e3a6f8da87892d1e2c1ab788b_0	collect_documents	{"action": "list", "document": null, "reference": null}	ok	{"data": {"due": "2026-11-28", "state": "incomplete", "received": ["identification"], "required": ["identification", "proof_of_address", "invoice"], "reference": "documents-1007"}, "outcome": "ok", "summary": "Te falta entregar comprobante de domicilio y factura del auto; la fecha límite es el 28 de noviembre.", "next_step": "Súbelo en Mi cuenta › Documentos antes del 28 de noviembre; dime cuál y abro el espacio."}	25.57954400253948	[]	2026-11-22 11:05:33.287654+00	\N
dc0a2ed6-7685-43cd-8cc9-bf1d409e70c5	9af47ced-90c5-4f28-9c89-5d7a5f84e0ce	ee38f531-f93b-47a9-89ad-a4845bd114ce	\N	call_bfba722c517eb25bd7a8719968c26f96_0	collect_documents	{"action": "list", "document": null, "reference": null}	ok	{"data": {"due": "2026-11-28", "state": "incomplete", "received": ["identification"], "required": ["identification", "proof_of_address", "invoice"], "reference": "documents-1007"}, "outcome": "ok", "summary": "Te falta entregar comprobante de domicilio y factura del auto; la fecha límite es el 28 de noviembre.", "next_step": "Súbelo en Mi cuenta › Documentos antes del 28 de noviembre; dime cuál y abro el espacio."}	12.019930996757466	[]	2026-11-22 11:49:27.287654+00	\N
b3f8bf4d-11af-488d-a9d4-164e1a22d010	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	568dc94d-8bad-4680-b9b9-fc284662159e	\N	call_5e4456bdbeb0299c36136f2e37d5a00c_0	payout_status	{"reference": null}	ok	{"data": {"date": "2026-11-25", "item": "Jetta 2018", "state": "scheduled", "amount": 241300, "account": "8842", "reference": "payout-1003"}, "outcome": "ok", "summary": "Tu pago de $241,300 MXN por el Jetta 2018 está programado para el 25 de noviembre en tu cuenta terminada en 8842.", "next_step": "Si el 25 de noviembre a las 18:00 no lo ves, escríbeme y lo paso a tesorería."}	41.49465700174915	[]	2026-11-23 15:13:12.350353+00	\N
3bd2f023-521c-4b2b-8c25-4a7362bb00a6	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	986b8577-2a2f-4837-8f55-38c3e2258a92	\N	call_634bb98a8c39449f7cae5492dbdec957_0	reschedule_inspection	{"slot": null, "place": null, "action": "options", "reference": null}	ok	{"data": {"options": [{"slot": "inspection-20261124-1600-1", "label": "martes 24 de noviembre a las 16:00 (Kavak Santa Fe)", "place": "Kavak Santa Fe", "starts_at": "2026-11-24T16:00"}, {"slot": "inspection-20261125-1000-1", "label": "miércoles 25 de noviembre a las 10:00 (Kavak Santa Fe)", "place": "Kavak Santa Fe", "starts_at": "2026-11-25T10:00"}, {"slot": "inspection-20261126-1000-1", "label": "jueves 26 de noviembre a las 10:00 (Kavak Santa Fe)", "place": "Kavak Santa Fe", "starts_at": "2026-11-26T10:00"}]}, "outcome": "ok", "summary": "Puedo mover tu inspección a: martes 24 de noviembre a las 16:00 (Kavak Santa Fe), miércoles 25 de noviembre a las 10:00 (Kavak Santa Fe) y jueves 26 de noviembre a las 10:00 (Kavak Santa Fe).", "next_step": "¿Cuál te queda?"}	17.9333870037226	[]	2026-11-23 15:13:12.460163+00	\N
a12c4cf9-1dfa-428d-acd6-1ce38512ecef	4b7c399f-7a18-497c-8ea5-4d50c2d38c9e	913799be-fa87-44bc-8062-82c267382cb8	\N	call_5ada36a7c8fcbc0d2c4a3ae8b41a43b3_0	schedule_appointment	{"slot": null, "place": null, "topic": "¿Cuándo me pagan?. Quiero reagendar mi inspección. Necesito otra cita", "action": "options", "reference": null}	ok	{"data": {"options": [{"slot": "visit-20261124-0930-2", "label": "martes 24 de noviembre a las 09:30 (Kavak Lerma)", "place": "Kavak Lerma", "starts_at": "2026-11-24T09:30"}, {"slot": "visit-20261125-0930-1", "label": "miércoles 25 de noviembre a las 09:30 (Kavak Santa Fe)", "place": "Kavak Santa Fe", "starts_at": "2026-11-25T09:30"}, {"slot": "visit-20261126-0930-1", "label": "jueves 26 de noviembre a las 09:30 (Kavak Santa Fe)", "place": "Kavak Santa Fe", "starts_at": "2026-11-26T09:30"}]}, "outcome": "ok", "summary": "Hay lugar: martes 24 de noviembre a las 09:30 (Kavak Lerma), miércoles 25 de noviembre a las 09:30 (Kavak Santa Fe) y jueves 26 de noviembre a las 09:30 (Kavak Santa Fe).", "next_step": "¿Cuál te agendo?"}	23.673029005294666	[]	2026-11-23 15:13:12.567464+00	\N
\.


--
-- Data for Name: users; Type: TABLE DATA; Schema: public; Owner: -
--

COPY public.users (id, email, name, password_hash, role, language, created_at, updated_at) FROM stdin;
fc29926b-5e24-42d2-9884-e04793573617	demo-agent@gmail.com	María Demo	$2b$12$VT43bxDakzC5siyDVtsqZuTPWTozK0r7ebTxT.M0mnSDUkIDLbj3W	customer	es	2026-11-23 15:04:39.248081+00	2026-11-23 15:04:39.248081+00
5f965ff3-26bb-44fd-9f92-2494702f6563	demo-admin@gmail.com	Admin Demo	$2b$12$VT43bxDakzC5siyDVtsqZuTPWTozK0r7ebTxT.M0mnSDUkIDLbj3W	admin	es	2026-11-23 15:04:39.248081+00	2026-11-23 15:04:39.248081+00
a3febe2c-bfc9-4a02-b8e0-12628e10493a	demo-support@gmail.com	Sofía Soporte	$2b$12$VT43bxDakzC5siyDVtsqZuTPWTozK0r7ebTxT.M0mnSDUkIDLbj3W	agent	es	2026-11-23 15:04:39.248081+00	2026-11-23 15:04:39.248081+00
164deade-fb57-4071-9837-fa892f987384	demo-emma@example.com	Emma Clark	$2b$12$VT43bxDakzC5siyDVtsqZuTPWTozK0r7ebTxT.M0mnSDUkIDLbj3W	customer	en	2026-11-23 15:04:39.248081+00	2026-11-23 15:04:39.248081+00
49922c6c-e253-4ed7-9873-b62dca5605e7	demo-liam@example.com	Liam Turner	$2b$12$VT43bxDakzC5siyDVtsqZuTPWTozK0r7ebTxT.M0mnSDUkIDLbj3W	customer	en	2026-11-23 15:04:39.248081+00	2026-11-23 15:04:39.248081+00
9b9566da-d0f5-4b2c-9d1a-73f445fbfdb0	ana@example.com	Ana Núñez	$2b$12$d.jSkrVXHJH2ayzYPy1dJudiMbGpGaSEDNaQ2s3DQiSem.24PMlvK	customer	es	2026-11-23 15:13:07.707635+00	2026-11-23 15:13:07.707635+00
\.


--
-- Name: procrastinate_events_id_seq; Type: SEQUENCE SET; Schema: jobs; Owner: -
--

SELECT pg_catalog.setval('jobs.procrastinate_events_id_seq', 15, true);


--
-- Name: procrastinate_jobs_id_seq; Type: SEQUENCE SET; Schema: jobs; Owner: -
--

SELECT pg_catalog.setval('jobs.procrastinate_jobs_id_seq', 8, true);


--
-- Name: procrastinate_periodic_defers_id_seq; Type: SEQUENCE SET; Schema: jobs; Owner: -
--

SELECT pg_catalog.setval('jobs.procrastinate_periodic_defers_id_seq', 5, true);


--
-- Name: procrastinate_workers_id_seq; Type: SEQUENCE SET; Schema: jobs; Owner: -
--

SELECT pg_catalog.setval('jobs.procrastinate_workers_id_seq', 2, true);


--
-- Name: outcomes_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.outcomes_id_seq', 22, true);


--
-- Name: records_position_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.records_position_seq', 1031, true);


--
-- Name: release_moves_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.release_moves_id_seq', 1, true);


--
-- Name: ticket_moves_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.ticket_moves_id_seq', 71, true);


--
-- Name: tickets_number_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.tickets_number_seq', 1022, true);


--
-- Name: procrastinate_events procrastinate_events_pkey; Type: CONSTRAINT; Schema: jobs; Owner: -
--

ALTER TABLE ONLY jobs.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_jobs procrastinate_jobs_pkey; Type: CONSTRAINT; Schema: jobs; Owner: -
--

ALTER TABLE ONLY jobs.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_pkey; Type: CONSTRAINT; Schema: jobs; Owner: -
--

ALTER TABLE ONLY jobs.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);


--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_unique; Type: CONSTRAINT; Schema: jobs; Owner: -
--

ALTER TABLE ONLY jobs.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);


--
-- Name: procrastinate_workers procrastinate_workers_pkey; Type: CONSTRAINT; Schema: jobs; Owner: -
--

ALTER TABLE ONLY jobs.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: bookings pk_bookings; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT pk_bookings PRIMARY KEY (slot_id);


--
-- Name: confirmations pk_confirmations; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.confirmations
    ADD CONSTRAINT pk_confirmations PRIMARY KEY (ticket_id, id);


--
-- Name: handoffs pk_handoffs; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.handoffs
    ADD CONSTRAINT pk_handoffs PRIMARY KEY (id);


--
-- Name: messages pk_messages; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT pk_messages PRIMARY KEY (id);


--
-- Name: outcomes pk_outcomes; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT pk_outcomes PRIMARY KEY (id);


--
-- Name: password_resets pk_password_resets; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.password_resets
    ADD CONSTRAINT pk_password_resets PRIMARY KEY (token_hash);


--
-- Name: record_writes pk_record_writes; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.record_writes
    ADD CONSTRAINT pk_record_writes PRIMARY KEY (key);


--
-- Name: records pk_records; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.records
    ADD CONSTRAINT pk_records PRIMARY KEY (id);


--
-- Name: refresh_tokens pk_refresh_tokens; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT pk_refresh_tokens PRIMARY KEY (token_hash);


--
-- Name: release_labels pk_release_labels; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.release_labels
    ADD CONSTRAINT pk_release_labels PRIMARY KEY (label);


--
-- Name: release_moves pk_release_moves; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.release_moves
    ADD CONSTRAINT pk_release_moves PRIMARY KEY (id);


--
-- Name: releases pk_releases; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.releases
    ADD CONSTRAINT pk_releases PRIMARY KEY (id);


--
-- Name: replies pk_replies; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.replies
    ADD CONSTRAINT pk_replies PRIMARY KEY (id);


--
-- Name: sessions pk_sessions; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT pk_sessions PRIMARY KEY (id);


--
-- Name: throttles pk_throttles; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.throttles
    ADD CONSTRAINT pk_throttles PRIMARY KEY (key);


--
-- Name: ticket_events pk_ticket_events; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_events
    ADD CONSTRAINT pk_ticket_events PRIMARY KEY (ticket_id, seq);


--
-- Name: ticket_moves pk_ticket_moves; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_moves
    ADD CONSTRAINT pk_ticket_moves PRIMARY KEY (id);


--
-- Name: tickets pk_tickets; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT pk_tickets PRIMARY KEY (id);


--
-- Name: tool_calls pk_tool_calls; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tool_calls
    ADD CONSTRAINT pk_tool_calls PRIMARY KEY (id);


--
-- Name: users pk_users; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT pk_users PRIMARY KEY (id);


--
-- Name: bookings uq_bookings_record_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT uq_bookings_record_id UNIQUE (record_id);


--
-- Name: messages uq_messages_ticket_id_idempotency_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT uq_messages_ticket_id_idempotency_key UNIQUE (ticket_id, idempotency_key);


--
-- Name: messages uq_messages_ticket_id_seq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT uq_messages_ticket_id_seq UNIQUE (ticket_id, seq);


--
-- Name: records uq_records_position; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.records
    ADD CONSTRAINT uq_records_position UNIQUE ("position");


--
-- Name: replies uq_replies_message_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.replies
    ADD CONSTRAINT uq_replies_message_id UNIQUE (message_id);


--
-- Name: tickets uq_tickets_customer_id_idempotency_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT uq_tickets_customer_id_idempotency_key UNIQUE (customer_id, idempotency_key);


--
-- Name: tickets uq_tickets_number; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT uq_tickets_number UNIQUE (number);


--
-- Name: users uq_users_email; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT uq_users_email UNIQUE (email);


--
-- Name: idx_procrastinate_jobs_worker_not_null; Type: INDEX; Schema: jobs; Owner: -
--

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON jobs.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::jobs.procrastinate_job_status));


--
-- Name: idx_procrastinate_workers_last_heartbeat; Type: INDEX; Schema: jobs; Owner: -
--

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON jobs.procrastinate_workers USING btree (last_heartbeat);


--
-- Name: procrastinate_events_job_id_fkey_v1; Type: INDEX; Schema: jobs; Owner: -
--

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON jobs.procrastinate_events USING btree (job_id);


--
-- Name: procrastinate_jobs_id_lock_idx_v1; Type: INDEX; Schema: jobs; Owner: -
--

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON jobs.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::jobs.procrastinate_job_status, 'doing'::jobs.procrastinate_job_status]));


--
-- Name: procrastinate_jobs_lock_idx_v1; Type: INDEX; Schema: jobs; Owner: -
--

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON jobs.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::jobs.procrastinate_job_status);


--
-- Name: procrastinate_jobs_priority_idx_v1; Type: INDEX; Schema: jobs; Owner: -
--

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON jobs.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::jobs.procrastinate_job_status);


--
-- Name: procrastinate_jobs_queue_name_idx_v1; Type: INDEX; Schema: jobs; Owner: -
--

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON jobs.procrastinate_jobs USING btree (queue_name);


--
-- Name: procrastinate_jobs_queueing_lock_idx_v1; Type: INDEX; Schema: jobs; Owner: -
--

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON jobs.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::jobs.procrastinate_job_status);


--
-- Name: procrastinate_periodic_defers_job_id_fkey_v1; Type: INDEX; Schema: jobs; Owner: -
--

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON jobs.procrastinate_periodic_defers USING btree (job_id);


--
-- Name: ix_handoffs_ticket_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_handoffs_ticket_id ON public.handoffs USING btree (ticket_id);


--
-- Name: ix_messages_author_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_messages_author_id ON public.messages USING btree (author_id);


--
-- Name: ix_messages_reply_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_messages_reply_id ON public.messages USING btree (reply_id);


--
-- Name: ix_messages_search; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_messages_search ON public.messages USING gin (search);


--
-- Name: ix_outcomes_ticket_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_outcomes_ticket_id ON public.outcomes USING btree (ticket_id);


--
-- Name: ix_password_resets_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_password_resets_user_id ON public.password_resets USING btree (user_id);


--
-- Name: ix_record_writes_customer_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_record_writes_customer_id ON public.record_writes USING btree (customer_id);


--
-- Name: ix_record_writes_record_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_record_writes_record_id ON public.record_writes USING btree (record_id);


--
-- Name: ix_records_customer_id_kind; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_records_customer_id_kind ON public.records USING btree (customer_id, kind);


--
-- Name: ix_refresh_tokens_session_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_refresh_tokens_session_id ON public.refresh_tokens USING btree (session_id);


--
-- Name: ix_release_moves_label; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_release_moves_label ON public.release_moves USING btree (label);


--
-- Name: ix_replies_release_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_replies_release_id ON public.replies USING btree (release_id);


--
-- Name: ix_replies_ticket_id_created_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_replies_ticket_id_created_at ON public.replies USING btree (ticket_id, created_at);


--
-- Name: ix_replies_unfinished; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_replies_unfinished ON public.replies USING btree (created_at) WHERE ((status)::text = ANY (ARRAY[('pending'::character varying)::text, ('running'::character varying)::text]));


--
-- Name: ix_sessions_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_sessions_user_id ON public.sessions USING btree (user_id);


--
-- Name: ix_ticket_moves_ticket_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_ticket_moves_ticket_id ON public.ticket_moves USING btree (ticket_id);


--
-- Name: ix_tickets_agent_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_agent_id ON public.tickets USING btree (agent_id);


--
-- Name: ix_tickets_created_at_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_created_at_id ON public.tickets USING btree (created_at, id);


--
-- Name: ix_tickets_customer_id_created_at_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_customer_id_created_at_id ON public.tickets USING btree (customer_id, created_at, id);


--
-- Name: ix_tickets_search; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_search ON public.tickets USING gin (search);


--
-- Name: ix_tickets_status_created_at_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tickets_status_created_at_id ON public.tickets USING btree (status, created_at, id);


--
-- Name: ix_tool_calls_reply_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tool_calls_reply_id ON public.tool_calls USING btree (reply_id);


--
-- Name: ix_tool_calls_ticket_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_tool_calls_ticket_id ON public.tool_calls USING btree (ticket_id);


--
-- Name: uq_handoffs_open; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_handoffs_open ON public.handoffs USING btree (ticket_id) WHERE (ended_at IS NULL);


--
-- Name: uq_replies_running; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_replies_running ON public.replies USING btree (ticket_id) WHERE ((status)::text = 'running'::text);


--
-- Name: procrastinate_jobs procrastinate_jobs_notify_queue_job_aborted_v1; Type: TRIGGER; Schema: jobs; Owner: -
--

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON jobs.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::jobs.procrastinate_job_status))) EXECUTE FUNCTION jobs.procrastinate_notify_queue_abort_job_v1();


--
-- Name: procrastinate_jobs procrastinate_jobs_notify_queue_job_inserted_v1; Type: TRIGGER; Schema: jobs; Owner: -
--

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON jobs.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::jobs.procrastinate_job_status)) EXECUTE FUNCTION jobs.procrastinate_notify_queue_job_inserted_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_abort_requested_events_v1; Type: TRIGGER; Schema: jobs; Owner: -
--

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON jobs.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION jobs.procrastinate_trigger_abort_requested_events_procedure_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_delete_jobs_v1; Type: TRIGGER; Schema: jobs; Owner: -
--

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON jobs.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION jobs.procrastinate_unlink_periodic_defers_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_scheduled_events_v1; Type: TRIGGER; Schema: jobs; Owner: -
--

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON jobs.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::jobs.procrastinate_job_status))) EXECUTE FUNCTION jobs.procrastinate_trigger_function_scheduled_events_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_status_events_insert_v1; Type: TRIGGER; Schema: jobs; Owner: -
--

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON jobs.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::jobs.procrastinate_job_status)) EXECUTE FUNCTION jobs.procrastinate_trigger_function_status_events_insert_v1();


--
-- Name: procrastinate_jobs procrastinate_trigger_status_events_update_v1; Type: TRIGGER; Schema: jobs; Owner: -
--

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON jobs.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION jobs.procrastinate_trigger_function_status_events_update_v1();


--
-- Name: procrastinate_events procrastinate_events_job_id_fkey; Type: FK CONSTRAINT; Schema: jobs; Owner: -
--

ALTER TABLE ONLY jobs.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs.procrastinate_jobs(id) ON DELETE CASCADE;


--
-- Name: procrastinate_jobs procrastinate_jobs_worker_id_fkey; Type: FK CONSTRAINT; Schema: jobs; Owner: -
--

ALTER TABLE ONLY jobs.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES jobs.procrastinate_workers(id) ON DELETE SET NULL;


--
-- Name: procrastinate_periodic_defers procrastinate_periodic_defers_job_id_fkey; Type: FK CONSTRAINT; Schema: jobs; Owner: -
--

ALTER TABLE ONLY jobs.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES jobs.procrastinate_jobs(id);


--
-- Name: bookings fk_bookings_record_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.bookings
    ADD CONSTRAINT fk_bookings_record_id FOREIGN KEY (record_id) REFERENCES public.records(id) ON DELETE CASCADE;


--
-- Name: confirmations fk_confirmations_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.confirmations
    ADD CONSTRAINT fk_confirmations_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: handoffs fk_handoffs_agent_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.handoffs
    ADD CONSTRAINT fk_handoffs_agent_id FOREIGN KEY (agent_id) REFERENCES public.users(id) ON DELETE SET NULL;


--
-- Name: handoffs fk_handoffs_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.handoffs
    ADD CONSTRAINT fk_handoffs_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: messages fk_messages_author_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT fk_messages_author_id FOREIGN KEY (author_id) REFERENCES public.users(id) ON DELETE SET NULL;


--
-- Name: messages fk_messages_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.messages
    ADD CONSTRAINT fk_messages_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: outcomes fk_outcomes_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outcomes
    ADD CONSTRAINT fk_outcomes_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: password_resets fk_password_resets_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.password_resets
    ADD CONSTRAINT fk_password_resets_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;


--
-- Name: record_writes fk_record_writes_customer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.record_writes
    ADD CONSTRAINT fk_record_writes_customer_id FOREIGN KEY (customer_id) REFERENCES public.users(id) ON DELETE CASCADE;


--
-- Name: record_writes fk_record_writes_record_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.record_writes
    ADD CONSTRAINT fk_record_writes_record_id FOREIGN KEY (record_id) REFERENCES public.records(id) ON DELETE CASCADE;


--
-- Name: records fk_records_customer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.records
    ADD CONSTRAINT fk_records_customer_id FOREIGN KEY (customer_id) REFERENCES public.users(id) ON DELETE CASCADE;


--
-- Name: refresh_tokens fk_refresh_tokens_session_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT fk_refresh_tokens_session_id FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;


--
-- Name: release_labels fk_release_labels_release_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.release_labels
    ADD CONSTRAINT fk_release_labels_release_id FOREIGN KEY (release_id) REFERENCES public.releases(id);


--
-- Name: replies fk_replies_message_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.replies
    ADD CONSTRAINT fk_replies_message_id FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE;


--
-- Name: replies fk_replies_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.replies
    ADD CONSTRAINT fk_replies_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: sessions fk_sessions_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT fk_sessions_user_id FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;


--
-- Name: ticket_events fk_ticket_events_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_events
    ADD CONSTRAINT fk_ticket_events_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: ticket_moves fk_ticket_moves_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.ticket_moves
    ADD CONSTRAINT fk_ticket_moves_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- Name: tickets fk_tickets_agent_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_agent_id FOREIGN KEY (agent_id) REFERENCES public.users(id) ON DELETE SET NULL;


--
-- Name: tickets fk_tickets_customer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT fk_tickets_customer_id FOREIGN KEY (customer_id) REFERENCES public.users(id) ON DELETE CASCADE;


--
-- Name: tool_calls fk_tool_calls_ticket_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tool_calls
    ADD CONSTRAINT fk_tool_calls_ticket_id FOREIGN KEY (ticket_id) REFERENCES public.tickets(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--

\unrestrict fixture

